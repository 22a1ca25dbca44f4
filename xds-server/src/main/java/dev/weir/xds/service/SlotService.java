package dev.weir.xds.service;

import dev.weir.xds.compile.TypeUrls;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.extension.v3.ExtensionConfigDiscoveryServiceGrpc.ExtensionConfigDiscoveryServiceImplBase;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/// ECDS: what the slots run. Envoy opens a stream per slot.
final class SlotService extends ExtensionConfigDiscoveryServiceImplBase {
  private final Streams streams;

  SlotService(Streams streams) {
    this.streams = streams;
  }

  @Override
  public StreamObserver<DeltaDiscoveryRequest> deltaExtensionConfigs(
      StreamObserver<DeltaDiscoveryResponse> client) {
    return streams.open(Optional.of(TypeUrls.EXTENSION), client);
  }
}
