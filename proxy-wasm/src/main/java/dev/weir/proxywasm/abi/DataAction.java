package dev.weir.proxywasm.abi;

/// What a plugin decided in a body callback.
public enum DataAction {
  CONTINUE,
  /// Keep the chunk; the next callback sees the accumulated body. Past the limit answer 413 or 500.
  STOP_AND_BUFFER,
  /// As STOP_AND_BUFFER, with back-pressure in place of the error.
  STOP_AND_WATERMARK,
  /// The chunk is not delivered to the plugin again.
  STOP_NO_BUFFER;

  /// Reads a callback's result; Envoy takes anything unknown as STOP_NO_BUFFER.
  public static DataAction fromCode(int code) {
    return switch (code) {
      case 0 -> CONTINUE;
      case 1 -> STOP_AND_BUFFER;
      case 2 -> STOP_AND_WATERMARK;
      default -> STOP_NO_BUFFER;
    };
  }
}
