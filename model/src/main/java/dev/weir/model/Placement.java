package dev.weir.model;

/// Where a plugin runs.
public enum Placement {
  /// In the ext-proc service.
  EXTERNAL,
  /// In the proxy's own Wasm VM.
  PROXY
}
