package dev.weir.engine;

/// One function of a backtrace.
///
/// @param index in the module's function index space (imports first)
/// @param name by `FunctionNames`
public record WasmFrame(int index, String name) {
  @Override
  public String toString() {
    return "%s (function %d)".formatted(name, index);
  }
}
