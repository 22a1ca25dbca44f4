package dev.weir.extproc.wire;

/// The proxy sent bytes that are not a protobuf message of the expected type.
public final class MalformedMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedMessageException(String message) {
    super(message);
  }
}
