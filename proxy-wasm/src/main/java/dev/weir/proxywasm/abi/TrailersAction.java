package dev.weir.proxywasm.abi;

/// What a plugin decided in a trailers callback.
public enum TrailersAction {
  CONTINUE,
  STOP;

  /// Reads a callback's result; any value but 0 stops.
  public static TrailersAction fromCode(int code) {
    return code == 0 ? CONTINUE : STOP;
  }
}
