package dev.weir.xds.service;

import dev.weir.proto.v1alpha1.HostStatus;
import dev.weir.proto.v1alpha1.HostStatusResponse;
import dev.weir.proto.v1alpha1.HostStatusServiceGrpc.HostStatusServiceImplBase;
import dev.weir.xds.fleet.Fleet;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/// Takes what hosts say of themselves: where they serve, what runs there and what failed.
final class HostReports extends HostStatusServiceImplBase {
  private final Fleet fleet;

  HostReports(Fleet fleet) {
    this.fleet = fleet;
  }

  @Override
  public StreamObserver<HostStatus> streamHostStatus(StreamObserver<HostStatusResponse> client) {
    return new StreamObserver<>() {
      @Override
      public void onNext(HostStatus status) {
        if (status.getHost().isEmpty()) {
          client.onError(
              Status.INVALID_ARGUMENT
                  .withDescription("host: '' (expected: the host's node id)")
                  .asRuntimeException());
          return;
        }
        fleet.report(status);
      }

      @Override
      public void onError(Throwable cancelled) {} // the discovery stream tells that a host is gone

      @Override
      public void onCompleted() {
        client.onNext(HostStatusResponse.getDefaultInstance());
        client.onCompleted();
      }
    };
  }
}
