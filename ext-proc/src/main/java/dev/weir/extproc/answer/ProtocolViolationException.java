package dev.weir.extproc.answer;

/// The proxy sent a message that cannot come at this point of an exchange.
public final class ProtocolViolationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ProtocolViolationException(String message) {
    super(message);
  }
}
