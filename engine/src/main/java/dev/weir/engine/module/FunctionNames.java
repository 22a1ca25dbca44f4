package dev.weir.engine.module;

import java.util.Map;

/// What to call a function in a backtrace: the name section's name, else its export name, else its
/// index.
public final class FunctionNames {
  private final Map<Integer, String> byIndex;

  FunctionNames(Map<Integer, String> byIndex) {
    this.byIndex = Map.copyOf(byIndex);
  }

  /// The name of the function with this index of the module's function index space.
  public String of(int index) {
    return byIndex.getOrDefault(index, "func[" + index + "]");
  }

  /// How many functions have a name.
  public int size() {
    return byIndex.size();
  }
}
