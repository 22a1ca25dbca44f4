package dev.weir.proxywasm.abi;

/// What a plugin decided in a headers callback.
public enum HeadersAction {
  CONTINUE,
  /// Hold the headers; body and trailers callbacks still arrive.
  STOP_ITERATION,
  /// Hold everything until the plugin resumes the stream; past the limit answer 413 or 500.
  STOP_ALL_AND_BUFFER,
  /// Hold everything until the plugin resumes the stream; past the limit apply back-pressure.
  STOP_ALL_AND_WATERMARK;

  /// Reads a callback's result. 2 is the unused ContinueAndEndStream, which published C++ filters
  /// return beside a local response: Envoy takes it as Continue, and anything unknown as a stop.
  public static HeadersAction fromCode(int code) {
    return switch (code) {
      case 0, 2 -> CONTINUE;
      case 1 -> STOP_ITERATION;
      case 3 -> STOP_ALL_AND_BUFFER;
      default -> STOP_ALL_AND_WATERMARK;
    };
  }
}
