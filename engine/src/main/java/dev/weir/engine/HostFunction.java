package dev.weir.engine;

import dev.weir.engine.module.FunctionType;
import dev.weir.engine.module.ModuleException.Unlinkable;
import dev.weir.engine.module.ValueType;

/// A function that the host lends to a module.
///
/// @param type at most one result, numeric types only
public record HostFunction(String module, String name, FunctionType type, Body body) {
  /// What the host does when the module calls.
  @FunctionalInterface
  public interface Body {
    /// Called on the thread that called into `instance`.
    ///
    /// An exception thrown here stops the module: the outermost call ends with
    /// `TrapException.HostFailed`, whose cause it is. A module that recurses without end can bring
    /// this code to the end of the stack; the `StackOverflowError` is to be let through, and
    /// becomes `TrapException.StackExhausted`.
    ///
    /// @param instance the caller; its memory may be read and written, and its functions called
    /// @param arguments the raw values, i32 in the low half; valid only during the call
    /// @return the raw result; ignored if the type has none
    long call(WasmInstance instance, long[] arguments);
  }

  public HostFunction {
    if (type.results().size() > 1
        || !type.parameters().stream().allMatch(ValueType::isNumeric)
        || !type.results().stream().allMatch(ValueType::isNumeric)) {
      throw new Unlinkable(
          "host function %s.%s: %s (expected: numeric types, at most one result)"
              .formatted(module, name, type));
    }
  }
}
