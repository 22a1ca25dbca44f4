package dev.weir.cli.user;

/// Something the user can put right: shown as one line, without a stack trace, exit code 1.
public final class UserError extends RuntimeException {
  public UserError(String message) {
    super(message);
  }

  public UserError(String message, Throwable cause) {
    super(message, cause);
  }
}
