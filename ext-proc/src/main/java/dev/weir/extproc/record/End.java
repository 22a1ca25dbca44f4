package dev.weir.extproc.record;

/// Who ended a stream.
public enum End {
  /// The proxy reset it: how nearly every stream ends, also when all is well.
  RESET,
  /// The proxy closed its half.
  HALF_CLOSED,
  /// The host, because nothing more was of interest, or the exchange was answered.
  FINISHED,
  /// The host, because the proxy sent what cannot be.
  VIOLATION,
  /// The host, because of a defect of its own.
  DEFECT
}
