package dev.weir.model.yaml;

/// How many values a file may still have.
final class ValueBudget {
  private long left;

  ValueBudget(long values) {
    left = values;
  }

  /// Takes `values` away.
  ///
  /// @return whether there were so many
  boolean take(long values) {
    left -= values;
    return left >= 0;
  }
}
