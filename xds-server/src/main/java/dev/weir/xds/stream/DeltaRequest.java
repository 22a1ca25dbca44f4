package dev.weir.xds.stream;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a client asks or answers. Source: `DeltaDiscoveryRequest`.
///
/// @param initialVersions what the client has from an earlier stream; first request of a type only
/// @param nonce of the response that this answers; empty for a mere change of subscription
/// @param rejection why that response was refused; empty for an ACK
public record DeltaRequest(
    String typeUrl,
    List<String> subscribe,
    List<String> unsubscribe,
    Map<String, String> initialVersions,
    String nonce,
    Optional<Rejection> rejection) {
  public DeltaRequest {
    subscribe = List.copyOf(subscribe);
    unsubscribe = List.copyOf(unsubscribe);
    initialVersions = Map.copyOf(initialVersions);
  }

  /// Whether this answers a response.
  public boolean answers() {
    return !nonce.isEmpty();
  }
}
