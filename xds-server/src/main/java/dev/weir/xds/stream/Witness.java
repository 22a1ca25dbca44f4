package dev.weir.xds.stream;

/// Told what a client made of the responses. Called before the next response is chosen.
public interface Witness {
  /// The client took `response`.
  void accepted(DeltaResponse response);

  /// The client refused `response` and keeps what it had.
  void rejected(DeltaResponse response, Rejection rejection);

  /// An answer to a response that is not the open one: dropped, its subscriptions were used.
  default void stale(DeltaRequest request) {}
}
