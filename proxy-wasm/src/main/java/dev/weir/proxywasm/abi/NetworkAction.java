package dev.weir.proxywasm.abi;

/// What a plugin decided in a callback of a TCP connection.
public enum NetworkAction {
  CONTINUE,
  PAUSE;

  /// Reads a callback's result; any value but 0 pauses.
  public static NetworkAction fromCode(int code) {
    return code == 0 ? CONTINUE : PAUSE;
  }
}
