package dev.weir.xds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.xds.compile.TypeUrls;
import dev.weir.xds.service.Bounds;
import dev.weir.xds.service.Extensions;
import dev.weir.xds.support.FakeModules;
import dev.weir.xds.support.Yaml;
import io.envoyproxy.controlplane.server.DiscoveryServerCallbacks;
import io.envoyproxy.controlplane.server.exception.RequestException;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.extension.v3.ExtensionConfigDiscoveryServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that keep and break the protocol, over real gRPC.
@Timeout(60)
class DiscoveryTest implements DiscoveryServerCallbacks {
  private static final int MAX_NAMES = 3;
  private static final int ANSWER_SECONDS = 10;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
  private XdsServer xds;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    Bounds bounds = new Bounds(1 << 20, MAX_NAMES, 64, 100, 100, 100);
    xds =
        XdsServer.start(
            new Options(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                bounds,
                new Extensions(List.of(this), Optional.of(Node::getCluster))),
            new FakeModules(),
            meters);
    channel =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), xds.port()))
            .usePlaintext()
            .build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    xds.close();
  }

  private void publish() {
    xds.publish(Yaml.documents(Yaml.ENVOY));
  }

  private StreamObserver<DeltaDiscoveryRequest> aggregated() {
    return AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(new Arrivals());
  }

  private StreamObserver<DeltaDiscoveryRequest> slots() {
    return ExtensionConfigDiscoveryServiceGrpc.newStub(channel)
        .deltaExtensionConfigs(new Arrivals());
  }

  private static DeltaDiscoveryRequest.Builder request(String node, String typeUrl) {
    return DeltaDiscoveryRequest.newBuilder()
        .setNode(Node.newBuilder().setId(node).setCluster("blue"))
        .setTypeUrl(typeUrl);
  }

  private DeltaDiscoveryResponse response() throws InterruptedException {
    Object next = arrived.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
    assertThat(next).isInstanceOf(DeltaDiscoveryResponse.class);
    return (DeltaDiscoveryResponse) next;
  }

  private Status refusal() throws InterruptedException {
    Object next = arrived.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
    assertThat(next).isInstanceOf(Throwable.class);
    return Status.fromThrowable((Throwable) next);
  }

  @Test
  void refusesStreamsUntilSomethingIsPublished() throws InterruptedException {
    aggregated().onNext(request("x", TypeUrls.CLUSTER).build());

    assertThat(refusal().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void refusesAFirstRequestWithoutANode() throws InterruptedException {
    publish();

    aggregated().onNext(request("", TypeUrls.CLUSTER).build());

    Status refusal = refusal();
    assertThat(refusal.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refusal.getDescription()).startsWith("node.id: ''");
  }

  @Test
  void remembersTheNodeOfTheFirstRequestAndRefusesAnother() throws InterruptedException {
    publish();
    StreamObserver<DeltaDiscoveryRequest> stream = aggregated();
    stream.onNext(request("x", TypeUrls.CLUSTER).build());
    response();

    stream.onNext(request("", TypeUrls.LISTENER).clearNode().build());
    // the cluster is not acknowledged, so the listener waits
    stream.onNext(request("y", TypeUrls.LISTENER).build());

    assertThat(refusal().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void doesNotLetAnUnknownTypeDisturbTheOthers() throws InterruptedException {
    publish();
    StreamObserver<DeltaDiscoveryRequest> stream = aggregated();

    stream.onNext(request("x", "type.googleapis.com/unknown.Thing").build());
    stream.onNext(request("x", TypeUrls.CLUSTER).build());

    assertThat(response().getTypeUrl()).isEqualTo(TypeUrls.CLUSTER);
    assertThat(meters.counter("weir.xds.unserved.requests").count()).isEqualTo(1);
  }

  @Test
  void refusesAnEmptyTypeOnAnAggregatedStreamAndAForeignOneOnTheSlots()
      throws InterruptedException {
    publish();

    aggregated().onNext(request("x", "").build());
    assertThat(refusal().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    slots().onNext(request("x", TypeUrls.CLUSTER).build());
    assertThat(refusal().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void answersASlotWithSomethingAndNeverWithARemoval() throws InterruptedException {
    publish();

    slots().onNext(request("x", "").addResourceNamesSubscribe("weir.authn").build());

    DeltaDiscoveryResponse response = response();
    assertThat(response.getRemovedResourcesList()).isEmpty();
    assertThat(response.getResources(0).getName()).isEqualTo("weir.authn");
  }

  @Test
  void survivesAnAnswerToAResponseThatNeverWas() throws InterruptedException {
    publish();
    StreamObserver<DeltaDiscoveryRequest> stream = aggregated();

    stream.onNext(request("x", TypeUrls.CLUSTER).setResponseNonce("17").build());

    assertThat(response().getTypeUrl()).isEqualTo(TypeUrls.CLUSTER);
    assertThat(meters.counter("weir.xds.stale.answers", "type", "cluster").count()).isEqualTo(1);
  }

  @Test
  void boundsTheNamesOfASubscription() throws InterruptedException {
    publish();

    aggregated()
        .onNext(
            request("x", TypeUrls.SECRET)
                .addAllResourceNamesSubscribe(List.of("a", "b", "c", "d"))
                .build());

    assertThat(response().getRemovedResourcesCount()).isEqualTo(4);
    assertThat(refusal().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void tellsCallbacksAndLetsDocumentsSelectByGroup() throws InterruptedException {
    xds.publish(
        Yaml.documents(
            Yaml.ENVOY.replace(
                "spec:", "spec:\n  selector: {matchLabels: {weir.dev/group: blue}}")));
    StreamObserver<DeltaDiscoveryRequest> stream = aggregated();

    stream.onNext(request("x", TypeUrls.LISTENER).build());
    assertThat(response().getResourcesCount()).isEqualTo(1);
    stream.onCompleted();

    Eventually.expect(List.of("open", "request", "response", "close"), () -> calls);
  }

  @Override
  public void onStreamOpen(long stream, String typeUrl) {
    calls.add("open");
  }

  @Override
  public void onStreamClose(long stream, String typeUrl) {
    calls.add("close");
  }

  @Override
  public void onV3StreamRequest(long stream, DiscoveryRequest request) {}

  @Override
  public void onV3StreamDeltaRequest(long stream, DeltaDiscoveryRequest request)
      throws RequestException {
    calls.add("request");
    if (request.getNode().getId().equals("unwelcome")) {
      throw new RequestException(Status.PERMISSION_DENIED);
    }
  }

  @Override
  public void onV3StreamDeltaResponse(
      long stream, DeltaDiscoveryRequest request, DeltaDiscoveryResponse response) {
    calls.add("response");
  }

  @Test
  void endsTheStreamOfAClientThatACallbackRefuses() throws InterruptedException {
    publish();

    aggregated().onNext(request("unwelcome", TypeUrls.LISTENER).build());

    assertThat(refusal().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
  }

  private final class Arrivals implements StreamObserver<DeltaDiscoveryResponse> {
    @Override
    public void onNext(DeltaDiscoveryResponse response) {
      arrived.add(response);
    }

    @Override
    public void onError(Throwable error) {
      arrived.add(error);
    }

    @Override
    public void onCompleted() {
      arrived.add("completed");
    }
  }
}
