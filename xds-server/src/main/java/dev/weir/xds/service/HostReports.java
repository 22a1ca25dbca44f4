package dev.weir.xds.service;

import dev.weir.proto.v1alpha1.HostStatus;
import dev.weir.proto.v1alpha1.HostStatusResponse;
import dev.weir.proto.v1alpha1.HostStatusServiceGrpc.HostStatusServiceImplBase;
import dev.weir.xds.fleet.HostReporter;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes what hosts say of themselves: where they serve, what runs there and what failed.
final class HostReports extends HostStatusServiceImplBase {
  private final Shared shared;
  private final Admission admission;

  HostReports(Shared shared, Admission admission) {
    this.shared = shared;
    this.admission = admission;
  }

  @Override
  public StreamObserver<HostStatus> streamHostStatus(StreamObserver<HostStatusResponse> client) {
    Optional<Admission.Ticket> ticket = admission.enter();
    if (ticket.isEmpty()) {
      client.onError(Admission.FULL.asRuntimeException());
      return new Deaf<>();
    }
    return new Reports(ticket.get(), client);
  }

  private final class Reports implements StreamObserver<HostStatus> {
    private final Admission.Ticket ticket;
    private final StreamObserver<HostStatusResponse> client;
    private @Nullable HostReporter reporter;
    private boolean closed;

    Reports(Admission.Ticket ticket, StreamObserver<HostStatusResponse> client) {
      this.ticket = ticket;
      this.client = client;
    }

    @Override
    public void onNext(HostStatus status) {
      if (closed) {
        return;
      }
      HostReporter open = reporter == null ? begin(status.getHost()) : reporter;
      if (open == null || !open.host().equals(status.getHost())) {
        close();
        client.onError(
            Status.INVALID_ARGUMENT
                .withDescription("host: no node id, or another one than before (expected: its own)")
                .asRuntimeException());
        return;
      }
      reporter = open;
      open.report(status);
    }

    private @Nullable HostReporter begin(String id) {
      boolean isId = !id.isEmpty() && id.length() <= shared.bounds().nameBytes();
      return isId ? shared.fleet().reporter(id, this::letGo) : null;
    }

    private void letGo() {
      close();
      client.onNext(HostStatusResponse.getDefaultInstance());
      client.onCompleted();
    }

    @Override
    public void onError(Throwable cancelled) {
      close();
    }

    @Override
    public void onCompleted() {
      if (!closed) {
        close();
        client.onNext(HostStatusResponse.getDefaultInstance());
        client.onCompleted();
      }
    }

    private void close() {
      if (closed) {
        return;
      }
      closed = true;
      ticket.close();
      HostReporter open = reporter;
      if (open != null) {
        open.close();
      }
    }
  }
}
