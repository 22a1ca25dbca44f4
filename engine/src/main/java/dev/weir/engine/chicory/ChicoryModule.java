package dev.weir.engine.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.UninstantiableException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.TableImport;
import dev.weir.engine.CompiledModule;
import dev.weir.engine.HostFunctions;
import dev.weir.engine.InstanceImage;
import dev.weir.engine.InstanceLimits;
import dev.weir.engine.TrapException;
import dev.weir.engine.WasmInstance;
import dev.weir.engine.module.ExternType;
import dev.weir.engine.module.ModuleException.Uninstantiable;
import dev.weir.engine.module.ModuleShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// A compiled module: the JVM classes, and what is needed to make instances of them.
final class ChicoryModule implements CompiledModule {
  private final ModuleShape shape;
  private final WasmModule module;
  private final Function<Instance, Machine> machines;
  private final Watchdog watchdog;
  private final Traps traps;
  private final Linker linker;
  private final Map<String, Integer> exportIndexes;

  ChicoryModule(
      ModuleShape shape,
      WasmModule module,
      Function<Instance, Machine> machines,
      Traps traps,
      Watchdog watchdog) {
    this.shape = shape;
    this.module = module;
    this.machines = machines;
    this.traps = traps;
    this.watchdog = watchdog;
    this.linker = new Linker(shape, importedTables(module));
    this.exportIndexes = exportIndexes(module);
  }

  private static List<TableImport> importedTables(WasmModule module) {
    return IntStream.range(0, module.importSection().importCount())
        .mapToObj(module.importSection()::getImport)
        .filter(TableImport.class::isInstance)
        .map(TableImport.class::cast)
        .toList();
  }

  private static Map<String, Integer> exportIndexes(WasmModule module) {
    Map<String, Integer> indexes = new HashMap<>();
    for (int i = 0; i < module.exportSection().exportCount(); i++) {
      Export export = module.exportSection().getExport(i);
      if (export.exportType() == ExternalType.FUNCTION) {
        indexes.put(export.name(), export.index());
      }
    }
    return Map.copyOf(indexes);
  }

  @Override
  public ModuleShape shape() {
    return shape;
  }

  Traps traps() {
    return traps;
  }

  int exportIndex(String function) {
    Integer index = exportIndexes.get(function);
    if (index == null) {
      throw new IllegalArgumentException(
          "function %s: not exported (expected: an export)".formatted(function));
    }
    return index;
  }

  @Override
  public WasmInstance instantiate(HostFunctions imports, InstanceLimits limits) {
    BoundedTable.Budget tables = tableBudget(limits);
    ChicoryInstance owner = new ChicoryInstance(this, limits, memoryFor(limits), watchdog);
    Instance.Builder builder =
        Instance.builder(module)
            .withImportValues(linker.link(imports, owner, tables))
            .withMemoryFactory(_ -> (Memory) owner.flatMemory())
            .withTableFactory((table, initial) -> new BoundedTable(table, initial, tables))
            .withMachineFactory(made -> machineFor(made, owner))
            .withStart(false);
    try {
      owner.construct(builder::build);
    } catch (TrapException e) {
      throw uninstantiable(e);
    }
    return owner;
  }

  private Machine machineFor(Instance made, ChicoryInstance owner) {
    owner.attach(made);
    return machines.apply(made);
  }

  private static Uninstantiable uninstantiable(TrapException trap) {
    if (trap.getCause() instanceof UninstantiableException e) {
      return new Uninstantiable("module: " + e.getMessage(), trap);
    }
    return new Uninstantiable("start function: " + trap.getMessage(), trap);
  }

  private FlatMemory memoryFor(InstanceLimits limits) {
    if (shape.memory().isEmpty()) {
      return new FlatMemory(0, 0);
    }
    ExternType.Memory declared = shape.memory().get();
    long allowed = limits.memoryBytes() / Memory.PAGE_SIZE;
    if (declared.minimumPages() > allowed) {
      throw new Uninstantiable(
          "memory: starts with %d pages of 64 KiB (limit: %d)"
              .formatted(declared.minimumPages(), allowed));
    }
    long maximum = Math.min(allowed, declared.maximumPages().orElse(allowed));
    return new FlatMemory((int) declared.minimumPages(), (int) maximum);
  }

  private BoundedTable.Budget tableBudget(InstanceLimits limits) {
    BoundedTable.Budget budget = new BoundedTable.Budget(limits.tableElements());
    long wanted = shape.tableElements();
    if (!budget.take(wanted)) {
      throw new Uninstantiable(
          "tables: start with %d elements (limit: %d)".formatted(wanted, limits.tableElements()));
    }
    return budget;
  }

  @Override
  public Optional<InstanceImage> image(WasmInstance instance) {
    return Optional.empty();
  }

  @Override
  public WasmInstance instantiate(
      HostFunctions imports, InstanceLimits limits, InstanceImage image) {
    throw new UnsupportedOperationException("image");
  }
}
