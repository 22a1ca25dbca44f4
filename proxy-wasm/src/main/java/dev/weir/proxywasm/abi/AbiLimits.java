package dev.weir.proxywasm.abi;

/// Bounds of the ABI itself, the same for every plugin.
public final class AbiLimits {
  /// Largest serialized pairs taken from a plugin. Source: proxy-wasm-cpp-host.
  public static final int MAX_PAIRS_BYTES = 1 << 20;

  /// Most pairs taken from a plugin. Source: proxy-wasm-cpp-host.
  public static final int MAX_PAIRS = 1024;

  /// Most bytes of one `random_get`. Source: proxy-wasm-cpp-host.
  public static final int MAX_RANDOM_BYTES = 64 << 10;

  /// Longest log line kept, in bytes; the rest is cut. Own bound: a line is for a person.
  public static final int MAX_LOG_BYTES = 8 << 10;

  /// Longest property path, metric, queue, upstream or function name. Own bound.
  public static final int MAX_NAME_BYTES = 4 << 10;

  private AbiLimits() {}
}
