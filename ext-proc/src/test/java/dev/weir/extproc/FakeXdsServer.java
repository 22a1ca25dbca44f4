package dev.weir.extproc;

import com.google.protobuf.Any;
import dev.weir.proto.v1alpha1.FilterChain;
import dev.weir.proto.v1alpha1.HostStatus;
import dev.weir.proto.v1alpha1.HostStatusResponse;
import dev.weir.proto.v1alpha1.HostStatusServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// An xDS server whose every word is said by the test.
final class FakeXdsServer implements AutoCloseable {
  final BlockingQueue<DeltaDiscoveryRequest> requests = new LinkedBlockingQueue<>();
  final BlockingQueue<HostStatus> reports = new LinkedBlockingQueue<>();

  private final BlockingQueue<StreamObserver<DeltaDiscoveryResponse>> streams =
      new LinkedBlockingQueue<>();
  private final Server server;
  private final AtomicInteger refusals;
  private final AtomicInteger openReports = new AtomicInteger();
  private int nonce;

  FakeXdsServer(int port) throws IOException {
    this(port, 0);
  }

  /// @param refusals so many streams for chains are refused first
  FakeXdsServer(int port, int refusals) throws IOException {
    this.refusals = new AtomicInteger(refusals);
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .addService(new Ads())
            .addService(new Reports())
            .build()
            .start();
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
  }

  int openReports() {
    return openReports.get();
  }

  /// The next request; the test fails if there is none for long.
  DeltaDiscoveryRequest next() throws InterruptedException {
    DeltaDiscoveryRequest request = requests.poll(20, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request within 20 s");
    }
    return request;
  }

  void offer(FilterChain chain) throws InterruptedException {
    String name = chain.getName() + "@" + chain.getRevision();
    send(
        DeltaDiscoveryResponse.newBuilder()
            .addResources(
                Resource.newBuilder()
                    .setName(name)
                    .setVersion(chain.getRevision())
                    .setResource(Any.pack(chain)))
            .build());
  }

  void withdraw(String name) throws InterruptedException {
    send(DeltaDiscoveryResponse.newBuilder().addRemovedResources(name).build());
  }

  private void send(DeltaDiscoveryResponse response) throws InterruptedException {
    StreamObserver<DeltaDiscoveryResponse> stream = streams.take();
    streams.put(stream);
    stream.onNext(
        response.toBuilder()
            .setTypeUrl("type.googleapis.com/weir.v1alpha1.FilterChain")
            .setNonce(Integer.toString(++nonce))
            .build());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Ads
      extends AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase {
    @Override
    public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
        StreamObserver<DeltaDiscoveryResponse> responses) {
      if (refusals.getAndDecrement() > 0) {
        responses.onError(Status.UNAVAILABLE.asRuntimeException());
        return new Collecting<>(new LinkedBlockingQueue<>(), responses);
      }
      streams.clear();
      streams.add(responses);
      return new Collecting<>(requests, responses);
    }
  }

  private final class Reports extends HostStatusServiceGrpc.HostStatusServiceImplBase {
    @Override
    public StreamObserver<HostStatus> streamHostStatus(
        StreamObserver<HostStatusResponse> responses) {
      openReports.incrementAndGet();
      return new Reported(new Collecting<>(reports, responses), responses, openReports);
    }
  }

  private record Collecting<T>(BlockingQueue<T> received, StreamObserver<?> client)
      implements StreamObserver<T> {
    @Override
    public void onNext(T message) {
      received.add(message);
    }

    @Override
    public void onError(Throwable cause) {}

    @Override
    public void onCompleted() {
      client.onCompleted();
    }
  }

  /// Lets a host that drains go at once, as if no proxy had its address.
  private record Reported(
      StreamObserver<HostStatus> received,
      StreamObserver<HostStatusResponse> host,
      AtomicInteger open)
      implements StreamObserver<HostStatus> {
    @Override
    public void onNext(HostStatus status) {
      received.onNext(status);
      if (status.getDraining()) {
        host.onNext(HostStatusResponse.getDefaultInstance());
        host.onCompleted();
      }
    }

    @Override
    public void onError(Throwable cause) {
      open.decrementAndGet();
    }

    @Override
    public void onCompleted() {
      open.decrementAndGet();
    }
  }
}
