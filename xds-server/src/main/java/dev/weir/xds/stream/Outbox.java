package dev.weir.xds.stream;

/// The way to one client.
public interface Outbox {
  /// Whether a message would go out now rather than be stored. A stream that is not ready is asked
  /// for nothing; whoever owns the transport calls [DeltaStream#pump] when it is ready again.
  boolean ready();

  /// Sends; called only after [#ready] said yes.
  void send(DeltaResponse response);
}
