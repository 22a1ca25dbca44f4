package dev.weir.xds.fleet;

import dev.weir.xds.stream.DeltaRequest;

/// One open xDS stream of a proxy or host.
public interface Session {
  /// Whether the type is served to this client; a request for any other is to be ignored.
  boolean serves(String typeUrl);

  /// Takes a request.
  void request(DeltaRequest request);

  /// The transport takes messages again.
  void ready();

  /// The most names that the client subscribed to of any type.
  int largestSubscription();

  /// The stream is over.
  void close();
}
