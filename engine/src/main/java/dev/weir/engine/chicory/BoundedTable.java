package dev.weir.engine.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;

/// A table that grows within its instance's limit.
///
/// It has limits of its own: the library notes growth in the limits object of the module, which all
/// instances share.
final class BoundedTable extends TableInstance {
  private final Budget budget;

  /// How many elements the tables of one instance may still take.
  static final class Budget {
    private long left;

    Budget(long elements) {
      this.left = elements;
    }

    boolean take(long elements) {
      if (elements < 0 || elements > left) {
        return false;
      }
      left -= elements;
      return true;
    }
  }

  /// @param budget from which the initial elements have been taken already
  BoundedTable(Table declared, int initialValue, Budget budget) {
    super(
        new Table(
            declared.elementType(),
            new TableLimits(declared.limits().min(), declared.limits().max()),
            declared.initialize()),
        initialValue);
    this.budget = budget;
  }

  @Override
  public int grow(int elements, int value, Instance instance) {
    if (elements < 0 || size() + (long) elements > limits().max() || !budget.take(elements)) {
      return -1;
    }
    return super.grow(elements, value, instance);
  }
}
