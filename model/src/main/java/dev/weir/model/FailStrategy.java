package dev.weir.model;

/// What happens to a request whose plugin cannot run or has failed.
public enum FailStrategy {
  /// The request is refused with 503.
  FAIL_CLOSE,
  /// The request passes as if there were no plugin.
  FAIL_OPEN,
  /// The failed request is refused; the next one gets a new instance without waiting.
  FAIL_RELOAD
}
