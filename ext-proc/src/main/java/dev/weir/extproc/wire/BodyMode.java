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
    return switch ((int) number) {
      case 0 -> NONE;
      case 1 -> STREAMED;
      case 2 -> BUFFERED;
      case 3 -> BUFFERED_PARTIAL;
      case 4 -> FULL_DUPLEX_STREAMED;
      case 5 -> GRPC;
      default -> UNKNOWN;
    };
  }

  /// The number on the wire; a mode that is not known has none.
  public int number() {
    return switch (this) {
      case NONE -> 0;
      case STREAMED -> 1;
      case BUFFERED -> 2;
      case BUFFERED_PARTIAL -> 3;
      case FULL_DUPLEX_STREAMED -> 4;
      case GRPC -> 5;
      case UNKNOWN -> throw new IllegalStateException("body mode: UNKNOWN (expected: a known one)");
    };
  }

  /// Whether the proxy waits for the whole body, or as much as it can hold, before it sends any.
  public boolean buffered() {
    return this == BUFFERED || this == BUFFERED_PARTIAL;
  }

  /// Whether answers to body messages are a stream of their own rather than one per message.
  public boolean duplex() {
    return this == FULL_DUPLEX_STREAMED || this == GRPC;
  }
}
