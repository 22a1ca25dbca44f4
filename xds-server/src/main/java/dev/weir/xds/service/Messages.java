package dev.weir.xds.service;

import dev.weir.xds.stream.DeltaRequest;
import dev.weir.xds.stream.DeltaResponse;
import dev.weir.xds.stream.Rejection;
import dev.weir.xds.stream.Resource;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.Optional;

/// Discovery messages to and from the stream engine's own.
final class Messages {
  private Messages() {}

  static DeltaRequest read(DeltaDiscoveryRequest request, String typeUrl) {
    Optional<Rejection> rejection =
        request.hasErrorDetail()
            ? Optional.of(
                new Rejection(
                    request.getErrorDetail().getMessage(),
                    request.getErrorDetail().getDetailsList()))
            : Optional.empty();
    return new DeltaRequest(
        typeUrl,
        request.getResourceNamesSubscribeList(),
        request.getResourceNamesUnsubscribeList(),
        request.getInitialResourceVersionsMap(),
        request.getResponseNonce(),
        rejection);
  }

  static DeltaDiscoveryResponse write(DeltaResponse response) {
    DeltaDiscoveryResponse.Builder message =
        DeltaDiscoveryResponse.newBuilder()
            .setTypeUrl(response.typeUrl())
            .setNonce(response.nonce())
            .addAllRemovedResources(response.removed());
    for (Resource resource : response.resources()) {
      message.addResources(
          io.envoyproxy.envoy.service.discovery.v3.Resource.newBuilder()
              .setName(resource.name())
              .setVersion(resource.version())
              .setResource(resource.body()));
    }
    return message.build();
  }
}
