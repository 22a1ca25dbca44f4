package dev.weir.engine.chicory;

import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.ImportTable;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableImport;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.ValType;
import com.dylibso.chicory.wasm.types.Value;
import dev.weir.engine.HostFunction;
import dev.weir.engine.HostFunctions;
import dev.weir.engine.module.ExternType;
import dev.weir.engine.module.Import;
import dev.weir.engine.module.ModuleException.Unlinkable;
import dev.weir.engine.module.ModuleShape;
import dev.weir.engine.module.ValueType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Finds for each import of a module what the host has for it.
///
/// Functions are the host's. A memory or table that a module imports instead of defining is made
/// for it, empty; a global has no value that the host could know, so it is refused.
final class Linker {
  private final ModuleShape shape;
  private final List<TableImport> tables;

  Linker(ModuleShape shape, List<TableImport> tables) {
    this.shape = shape;
    this.tables = List.copyOf(tables);
  }

  ImportValues link(HostFunctions host, ChicoryInstance owner, BoundedTable.Budget budget) {
    ImportValues.Builder values = ImportValues.builder();
    Set<Import> linked = new HashSet<>();
    for (Import wanted : shape.imports()) {
      switch (wanted.type()) {
        case ExternType.Function(var type) -> {
          HostFunction function = find(host, wanted);
          check(wanted, type, function);
          if (linked.add(wanted)) {
            values.addFunction(importOf(function, owner));
          }
        }
        case ExternType.Memory _ ->
            values.addMemory(new ImportMemory(wanted.module(), wanted.name(), owner.flatMemory()));
        case ExternType.Table _ -> {} // below, with the library's own types
        case ExternType.Global _, ExternType.Tag _ ->
            throw new Unlinkable(
                "import %s: %s (expected: functions only, the host has no such thing)"
                    .formatted(wanted, wanted.type()));
      }
    }
    for (TableImport table : tables) {
      values.addTable(new ImportTable(table.module(), table.name(), tableFor(table, budget)));
    }
    return values.build();
  }

  private static HostFunction find(HostFunctions host, Import wanted) {
    return host.find(wanted.module(), wanted.name())
        .orElseThrow(() ->
            new Unlinkable(
                "import %s: unknown %s (expected: a function that the host offers)"
                    .formatted(wanted, wanted.type())));
  }

  private static void check(
      Import wanted, dev.weir.engine.module.FunctionType type, HostFunction function) {
    if (!type.equals(function.type())) {
      throw new Unlinkable(
          "import %s: declared as %s (expected: %s)".formatted(wanted, type, function.type()));
    }
  }

  private static ImportFunction importOf(HostFunction function, ChicoryInstance owner) {
    FunctionType type =
        FunctionType.of(values(function.type().parameters()), values(function.type().results()));
    return new ImportFunction(
        function.module(), function.name(), type, new HostCall(function, owner));
  }

  private static List<ValType> values(List<ValueType> types) {
    return types.stream().map(Linker::value).toList();
  }

  private static ValType value(ValueType type) {
    return switch (type) {
      case I32 -> ValType.I32;
      case I64 -> ValType.I64;
      case F32 -> ValType.F32;
      case F64 -> ValType.F64;
      case V128, FUNCREF, EXTERNREF, OTHER ->
          throw new IllegalArgumentException("host function: " + type + " (expected: numeric)");
    };
  }

  private static BoundedTable tableFor(TableImport wanted, BoundedTable.Budget budget) {
    TableLimits limits = wanted.limits();
    Table declared =
        new Table(wanted.entryType(), new TableLimits(limits.min(), limits.max(), limits.shared()));
    return new BoundedTable(declared, Value.REF_NULL_VALUE, budget);
  }
}
