package dev.weir.engine.module;

import java.util.Locale;

/// A WebAssembly value type. Only the four numeric ones can cross to a host function.
public enum ValueType {
  I32,
  I64,
  F32,
  F64,
  V128,
  FUNCREF,
  EXTERNREF,
  /// Any other reference type (typed function references, garbage collection, exceptions).
  OTHER;

  public boolean isNumeric() {
    return this == I32 || this == I64 || this == F32 || this == F64;
  }

  /// The name in the text format, as authors know it: `i32`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
