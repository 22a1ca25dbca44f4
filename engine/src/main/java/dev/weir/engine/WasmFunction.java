package dev.weir.engine;

import dev.weir.engine.module.FunctionType;

/// An exported function of one instance, called by the thread that owns the instance.
///
/// The outermost call is bounded by the instance's limits; calls made by a host function into the
/// same instance share that deadline. Values are raw: i32 in the low half (the upper is ignored),
/// f32 and f64 as their bits. The fixed-arity forms allocate nothing of their own.
///
/// Each throws `TrapException` if the module did not return normally, `IllegalArgumentException` if
/// the number of arguments is not the type's, and `IllegalStateException` if the instance is broken
/// or closed.
public interface WasmFunction {
  FunctionType type();

  /// The number of parameters, for the hot path.
  int arity();

  /// The first result, or 0 if there is none.
  long call();

  /// The first result, or 0 if there is none.
  long call(long first);

  /// The first result, or 0 if there is none.
  long call(long first, long second);

  /// The first result, or 0 if there is none.
  long call(long first, long second, long third);

  /// The first result, or 0 if there is none.
  long call(long... arguments);
}
