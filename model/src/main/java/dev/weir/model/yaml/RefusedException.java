package dev.weir.model.yaml;

/// A value that is YAML and cannot be JSON, or is out of bounds. Caught by [TreeReader], which
/// knows where it stands.
final class RefusedException extends RuntimeException {
  private final String reason;

  RefusedException(String reason) {
    super(reason, null, false, false); // not a failure: nobody looks at its stack
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
