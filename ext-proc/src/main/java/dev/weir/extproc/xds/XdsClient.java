package dev.weir.extproc.xds;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.weir.extproc.load.ChainLoader;
import dev.weir.proto.v1alpha1.HostStatus;
import dev.weir.proto.v1alpha1.HostStatusResponse;
import dev.weir.proto.v1alpha1.HostStatusServiceGrpc;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The host's connection to its xDS server: a delta ADS stream for chains and a stream of reports.
///
/// Everything runs on one thread, whose name is `weir-xds`; gRPC hands its events over. When the
/// connection is lost the chains go on as they are, and a new one begins with what is accepted.
public final class XdsClient implements AutoCloseable {
  static final String TYPE_URL = "type.googleapis.com/weir.v1alpha1.FilterChain";

  private static final Logger LOG = LoggerFactory.getLogger(XdsClient.class);
  private static final Duration REPORT_INTERVAL = Duration.ofMillis(500);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

  private final Identity identity;
  private final ManagedChannel channel;
  private final ChainSubscription subscription;
  private final RandomGenerator random = new Random();
  private final Backoff backoff;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("weir-xds").unstarted(task));
  private Optional<Connection> connection = Optional.empty();
  private HostStatus reported = HostStatus.getDefaultInstance();

  /// Completed with whether every proxy has been given other hosts.
  private final CompletableFuture<Boolean> left = new CompletableFuture<>();

  private boolean leaving;
  private volatile boolean ready;
  private volatile boolean closed;

  /// Who this host is.
  ///
  /// @param node the id it subscribes with
  /// @param address where it serves ext_proc, `address:port` or `unix:/path`
  /// @param transport how it does
  public record Identity(String node, String address, HostStatus.Transport transport) {}

  private record Connection(
      StreamObserver<DeltaDiscoveryRequest> chains, ClientCallStreamObserver<HostStatus> reports) {
    /// The server must not take what a broken connection told last for the truth.
    void endReports() {
      reports.cancel("a new connection, or none, takes the place of this one", null);
    }
  }

  private XdsClient(
      Identity identity,
      ManagedChannel channel,
      ChainLoader loader,
      ChainStore store,
      ExecutorService loaderThreads) {
    this.identity = identity;
    this.channel = channel;
    this.backoff = new Backoff(random);
    this.subscription = new ChainSubscription(owner(), loaderThreads, loader, store, this::changed);
  }

  /// Connects, and goes on trying until it is closed.
  ///
  /// @param channel is closed with the client
  /// @param loaderThreads where chains are loaded; stays open
  public static XdsClient start(
      Identity identity,
      ManagedChannel channel,
      ChainLoader loader,
      ChainStore store,
      ExecutorService loaderThreads) {
    XdsClient client = new XdsClient(identity, channel, loader, store, loaderThreads);
    client.thread.execute(client::connect);
    long interval = REPORT_INTERVAL.toMillis();
    var _ =
        client.thread.scheduleWithFixedDelay(
            client::report, interval, interval, TimeUnit.MILLISECONDS);
    return client;
  }

  /// Whether the server is connected and everything that it offered is decided.
  public boolean ready() {
    return ready && channel.getState(false) == ConnectivityState.READY;
  }

  /// Tells the server that this host is about to end, so that proxies are given others.
  ///
  /// @return whether they all have been; false if there is no server to ask
  public CompletableFuture<Boolean> leave() {
    owner()
        .execute(() -> {
          leaving = true;
          if (connection.isEmpty() || channel.getState(false) != ConnectivityState.READY) {
            left.complete(false);
          }
          report();
        });
    return left;
  }

  /// Withdraws all chains and ends the connection.
  @Override
  public void close() {
    closed = true;
    left.complete(false);
    thread.execute(() -> {
      subscription.withdrawAll();
      connection.ifPresent(open -> {
        open.chains().onCompleted();
        open.endReports();
      });
      connection = Optional.empty();
    });
    thread.shutdown();
    channel.shutdown();
    try {
      if (!channel.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        channel.shutdownNow();
      }
    } catch (InterruptedException e) {
      channel.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void connect() {
    if (closed) {
      return;
    }
    channel.resetConnectBackoff();
    StreamObserver<DeltaDiscoveryRequest> chains =
        AggregatedDiscoveryServiceGrpc.newStub(channel)
            .withWaitForReady()
            .deltaAggregatedResources(new ChainEvents());
    StreamObserver<HostStatus> reports =
        HostStatusServiceGrpc.newStub(channel)
            .withWaitForReady()
            .streamHostStatus(new ReportEvents());
    connection =
        Optional.of(new Connection(chains, (ClientCallStreamObserver<HostStatus>) reports));
    reported = HostStatus.getDefaultInstance();
    chains.onNext(firstRequest());
    changed();
    hasten(new Backoff(random));
  }

  /// A channel that cannot connect waits for up to two minutes between attempts, longer than an xDS
  /// server waits for its hosts.
  private void hasten(Backoff attempts) {
    ConnectivityState state = channel.getState(false);
    if (closed || state == ConnectivityState.READY) {
      return;
    }
    if (state == ConnectivityState.TRANSIENT_FAILURE) {
      channel.resetConnectBackoff();
    }
    later(attempts.next(), () -> hasten(attempts));
  }

  private void later(Duration wait, Runnable attempt) {
    var _ = thread.schedule(attempt, wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  private DeltaDiscoveryRequest firstRequest() {
    Struct metadata =
        Struct.newBuilder()
            .putFields("address", Value.newBuilder().setStringValue(identity.address()).build())
            .build();
    return DeltaDiscoveryRequest.newBuilder()
        .setNode(
            Node.newBuilder()
                .setId(identity.node())
                .setCluster("weir-ext-proc")
                .setUserAgentName("weir-ext-proc")
                .setMetadata(metadata))
        .setTypeUrl(TYPE_URL)
        .putAllInitialResourceVersions(subscription.states().acceptedVersions())
        .build();
  }

  private void received(DeltaDiscoveryResponse response) {
    backoff.reset();
    Optional<Connection> asked = connection;
    subscription.offered(
        response,
        offer -> {
          // An answer belongs to the connection that asked.
          if (asked.isPresent() && asked.equals(connection)) {
            asked.get().chains().onNext(offer.answer());
          }
        });
    changed();
  }

  private void disconnected(Throwable cause) {
    if (closed || connection.isEmpty()) {
      return;
    }
    connection.get().endReports();
    connection = Optional.empty();
    ready = false;
    if (leaving) {
      left.complete(false);
    }
    Duration wait = backoff.next();
    LOG.info(
        "xDS server {}: connection lost, next attempt in {} ms: {}",
        channel.authority(),
        wait.toMillis(),
        Status.fromThrowable(cause));
    later(wait, this::connect);
  }

  private void changed() {
    ready = connection.isPresent() && !subscription.isLoading();
    report();
  }

  private void report() {
    HostStatus status =
        HostStatus.newBuilder()
            .setHost(identity.node())
            .setAddress(identity.address())
            .setTransport(identity.transport())
            .setDraining(leaving)
            .addAllChains(subscription.states().report())
            .build();
    if (connection.isPresent() && !status.equals(reported)) {
      reported = status;
      connection.get().reports().onNext(status);
    }
  }

  /// The client's thread, as others see it: what comes after the end is of no interest.
  private Executor owner() {
    return task -> {
      try {
        thread.execute(task);
      } catch (RejectedExecutionException _) {
        LOG.debug("xDS client: closed");
      }
    };
  }

  private final class ChainEvents implements StreamObserver<DeltaDiscoveryResponse> {
    @Override
    public void onNext(DeltaDiscoveryResponse response) {
      owner().execute(() -> received(response));
    }

    @Override
    public void onError(Throwable cause) {
      owner().execute(() -> disconnected(cause));
    }

    @Override
    public void onCompleted() {
      onError(Status.UNAVAILABLE.withDescription("ended by the server").asException());
    }
  }

  /// Reports are a courtesy: without them chains run on, so their stream's end ends nothing else.
  private final class ReportEvents implements StreamObserver<HostStatusResponse> {
    /// Comes once, when what was told last is a drain that proxies have heard of.
    @Override
    public void onNext(HostStatusResponse response) {
      left.complete(true);
    }

    @Override
    public void onError(Throwable cause) {
      LOG.debug("host status stream: {}", Status.fromThrowable(cause).toString());
    }

    @Override
    public void onCompleted() {}
  }
}
