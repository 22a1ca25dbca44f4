package dev.weir.engine.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.types.ValType;
import com.dylibso.chicory.wasm.types.Value;
import dev.weir.engine.module.ModuleException.Uninstantiable;
import java.util.Optional;

/// The elements of one table of functions.
final class SavedTable {
  private final int[] references;

  private SavedTable(int[] references) {
    this.references = references;
  }

  /// Empty if the table holds anything but functions of `instance` itself.
  static Optional<SavedTable> of(Instance instance, TableInstance table) {
    int[] references = new int[table.size()];
    boolean functions = table.elementType().equals(ValType.FuncRef);
    for (int i = 0; i < references.length; i++) {
      references[i] = table.ref(i);
      Instance owner = table.instance(i);
      boolean own = owner == null || owner.equals(instance);
      if (references[i] != Value.REF_NULL_VALUE && !(functions && own)) {
        return Optional.empty();
      }
    }
    return Optional.of(new SavedTable(references));
  }

  void restore(Instance instance, TableInstance table) {
    int missing = references.length - table.size();
    if (missing > 0 && table.grow(missing, Value.REF_NULL_VALUE, instance) < 0) {
      throw new Uninstantiable(
          "table: %d elements in the image (limit: table elements)".formatted(references.length));
    }
    for (int i = 0; i < references.length; i++) {
      table.setRef(i, references[i], instance);
    }
  }
}
