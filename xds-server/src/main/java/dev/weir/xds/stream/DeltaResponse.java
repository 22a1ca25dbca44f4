package dev.weir.xds.stream;

import java.util.List;

/// What goes to a client. Source: `DeltaDiscoveryResponse`.
public record DeltaResponse(
    String typeUrl, String nonce, List<Resource> resources, List<String> removed) {
  public DeltaResponse {
    resources = List.copyOf(resources);
    removed = List.copyOf(removed);
  }
}
