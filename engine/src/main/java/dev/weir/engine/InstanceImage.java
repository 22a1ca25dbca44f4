package dev.weir.engine;

/// The captured state of an instance: memory, globals, tables, dropped segments. Immutable, so one
/// image serves all lanes.
public interface InstanceImage {
  /// Bytes of memory it holds.
  long byteSize();
}
