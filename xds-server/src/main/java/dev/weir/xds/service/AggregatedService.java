package dev.weir.xds.service;

import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/// ADS: everything on one stream, for proxies and for ext-proc hosts. Delta only.
final class AggregatedService extends AggregatedDiscoveryServiceImplBase {
  private final Streams streams;

  AggregatedService(Streams streams) {
    this.streams = streams;
  }

  @Override
  public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
      StreamObserver<DeltaDiscoveryResponse> client) {
    return streams.open(Optional.empty(), client);
  }
}
