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
    return instantiate(imports, limits, memoryFor(limits), machines);
  }

  private ChicoryInstance instantiate(
      HostFunctions imports,
      InstanceLimits limits,
      FlatMemory memory,
      Function<Instance, Machine> machines) {
    BoundedTable.Budget tables = tableBudget(limits);
    ChicoryInstance owner = new ChicoryInstance(this, limits, memory, watchdog);
    Instance.Builder builder =
        Instance.builder(module)
            .withImportValues(linker.link(imports, owner, tables))
            .withMemoryFactory(_ -> memory)
            .withTableFactory((table, initial) -> new BoundedTable(table, initial, tables))
            .withMachineFactory(made -> {
              owner.attach(made);
              return machines.apply(made);
            })
            .withStart(false);
    try {
      owner.construct(builder::build);
    } catch (TrapException e) {
      throw uninstantiable(e);
    }
    return owner;
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
    long minimum = shape.memory().get().minimumPages();
    checkMemory(minimum, limits);
    return new FlatMemory((int) minimum, maximumPages(limits));
  }

  private static void checkMemory(long pages, InstanceLimits limits) {
    long allowed = limits.memoryBytes() / Memory.PAGE_SIZE;
    if (pages > allowed) {
      throw new Uninstantiable(
          "memory: starts with %d pages of 64 KiB (limit: %d)".formatted(pages, allowed));
    }
  }

  /// Whether the module itself asks for no more memory than it may have.
  boolean boundsItsMemory(InstanceLimits limits) {
    long allowed = limits.memoryBytes() / Memory.PAGE_SIZE;
    return shape.memory().isPresent()
        && shape.memory().get().maximumPages().orElse(Long.MAX_VALUE) <= allowed;
  }

  private int maximumPages(InstanceLimits limits) {
    long allowed = limits.memoryBytes() / Memory.PAGE_SIZE;
    long declared = shape.memory().map(memory -> memory.maximumPages().orElse(allowed)).orElse(0L);
    return (int) Math.min(allowed, declared);
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
    if (!(instance instanceof ChicoryInstance owner) || !equals(owner.module())) {
      throw new IllegalArgumentException("image: instance of another module (expected: of this)");
    }
    return owner.broken() ? Optional.empty() : ChicoryImage.of(this, owner).map(image -> image);
  }

  @Override
  public WasmInstance instantiate(
      HostFunctions imports, InstanceLimits limits, InstanceImage image) {
    if (!(image instanceof ChicoryImage saved) || !equals(saved.module())) {
      throw new IllegalArgumentException("image: of another module (expected: of this)");
    }
    MemoryImage content = saved.memory();
    checkMemory(content.size() / Memory.PAGE_SIZE, limits);
    int initial = shape.memory().map(memory -> (int) memory.minimumPages()).orElse(0);
    FlatMemory memory = new FlatMemory(content, initial, maximumPages(limits));
    ChicoryInstance owner = instantiate(imports, limits, memory, this::withoutStart);
    saved.restore(owner.chicory());
    return owner;
  }

  /// The library runs the start section whenever it makes an instance.
  private Machine withoutStart(Instance made) {
    Machine machine = machines.apply(made);
    return module.startSection().isPresent() ? new StartedMachine(machine) : machine;
  }

  /// Passes over the first call, which is that of the start section.
  private static final class StartedMachine implements Machine {
    private final Machine machine;
    private boolean passed;

    StartedMachine(Machine machine) {
      this.machine = machine;
    }

    @Override
    public long[] call(int function, long[] arguments) {
      if (passed) {
        return machine.call(function, arguments);
      }
      passed = true;
      return new long[0];
    }
  }
}
