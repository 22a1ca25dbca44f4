package dev.weir.engine.module;

import java.util.OptionalLong;

/// The type of something imported or exported.
public sealed interface ExternType {
  /// A function.
  record Function(FunctionType type) implements ExternType {
    @Override
    public String toString() {
      return "function " + type;
    }
  }

  /// A linear memory.
  ///
  /// @param minimumPages pages of 64 KiB it starts with
  /// @param maximumPages pages it declares it may grow to
  record Memory(long minimumPages, OptionalLong maximumPages) implements ExternType {
    @Override
    public String toString() {
      return "memory of %d pages".formatted(minimumPages);
    }
  }

  /// A table of references.
  record Table(long minimumElements) implements ExternType {
    @Override
    public String toString() {
      return "table";
    }
  }

  /// A global variable.
  record Global(ValueType type, boolean mutable) implements ExternType {
    @Override
    public String toString() {
      return (mutable ? "mutable global " : "global ") + type;
    }
  }

  /// An exception tag.
  record Tag() implements ExternType {
    @Override
    public String toString() {
      return "tag";
    }
  }
}
