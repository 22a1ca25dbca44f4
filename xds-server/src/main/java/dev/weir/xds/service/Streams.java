package dev.weir.xds.service;

import dev.weir.xds.fleet.Fleet;
import dev.weir.xds.fleet.FleetMeters;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/// Opens discovery streams, unless it is too early or there are too many.
final class Streams {
  private static final Status TOO_EARLY =
      Status.UNAVAILABLE.withDescription(
          "xds-server: nothing is published yet (expected: a first set of documents)");

  private final Fleet fleet;
  private final FleetMeters meters;
  private final Admission admission;
  private final Shared shared;

  Streams(Shared shared, Admission admission) {
    this.fleet = shared.fleet();
    this.meters = shared.meters();
    this.admission = admission;
    this.shared = shared;
  }

  StreamObserver<DeltaDiscoveryRequest> open(
      Optional<String> onlyType, StreamObserver<DeltaDiscoveryResponse> client) {
    if (!fleet.isPublished()) {
      return refuse(client, TOO_EARLY);
    }
    Optional<Admission.Ticket> ticket = admission.enter();
    if (ticket.isEmpty()) {
      return refuse(client, Admission.FULL);
    }
    return new DiscoveryStream(
        shared, onlyType, ticket.get(), (ServerCallStreamObserver<DeltaDiscoveryResponse>) client);
  }

  private StreamObserver<DeltaDiscoveryRequest> refuse(
      StreamObserver<DeltaDiscoveryResponse> client, Status reason) {
    meters.refused(reason.getCode().name());
    client.onError(reason.asRuntimeException());
    return new Deaf<>();
  }
}
