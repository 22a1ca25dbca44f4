package dev.weir.extproc.wire;

/// How the proxy sends bodies in one direction. Source: `ProcessingMode.BodySendMode`.
public enum BodyMode {
  NONE,
  STREAMED,
  BUFFERED,
  BUFFERED_PARTIAL,
  FULL_DUPLEX_STREAMED,
  GRPC,
  /// The proxy did not say (observability mode, Envoy before 1.34, other proxies).
  UNKNOWN;

  static BodyMode of(long number) {
    return number >= 0 && number < UNKNOWN.ordinal() ? values()[(int) number] : UNKNOWN;
  }

  /// Whether answers to body messages are a stream of their own rather than one per message.
  public boolean duplex() {
    return this == FULL_DUPLEX_STREAMED || this == GRPC;
  }
}
