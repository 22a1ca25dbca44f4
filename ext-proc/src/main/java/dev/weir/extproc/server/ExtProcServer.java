package dev.weir.extproc.server;

import dev.weir.extproc.stream.StreamObserver;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The gRPC server of a host: ext_proc, health and reflection.
public final class ExtProcServer implements AutoCloseable {
  /// A buffered body comes as one message, up to the proxy's buffer limit; grpc-java's own bound of
  /// 4 MiB would end such a stream.
  private static final int MAX_MESSAGE_BYTES = 32 << 20;

  private static final int MAX_METADATA_BYTES = 16 << 10;

  /// Proxies ping idle connections; grpc-java takes more than one ping in 5 minutes for an attack.
  private static final Duration MIN_PING_INTERVAL = Duration.ofSeconds(5);

  private final Server server;
  private final HealthStatusManager health;
  private final Duration drain;

  private ExtProcServer(Server server, HealthStatusManager health, Duration drain) {
    this.server = server;
    this.health = health;
    this.drain = drain;
  }

  /// Binds and serves.
  ///
  /// @param drain how long open streams may go on after [#close]
  /// @throws IOException if the address cannot be bound
  public static ExtProcServer start(
      InetSocketAddress address,
      Lanes lanes,
      Chains chains,
      StreamObserver observer,
      Duration drain)
      throws IOException {
    HealthStatusManager health = new HealthStatusManager();
    Server server =
        NettyServerBuilder.forAddress(address)
            .bossEventLoopGroup(lanes.acceptor())
            .workerEventLoopGroup(lanes.loops())
            .channelType(lanes.serverChannel())
            .directExecutor()
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .maxInboundMetadataSize(MAX_METADATA_BYTES)
            .permitKeepAliveTime(MIN_PING_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addService(ProcessCalls.service(lanes, chains, observer))
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance())
            .build()
            .start();
    return new ExtProcServer(server, health, drain);
  }

  /// A plain-text channel to the xDS server, on the thread that accepts connections.
  public static ManagedChannel channel(InetSocketAddress target, Lanes lanes) {
    return NettyChannelBuilder.forAddress(target.getHostString(), target.getPort())
        .eventLoopGroup(lanes.acceptor())
        .channelType(lanes.clientChannel())
        .usePlaintext()
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .keepAliveTime(30, TimeUnit.SECONDS)
        .build();
  }

  public int port() {
    return server.getPort();
  }

  /// Says for load balancers whether the host takes streams.
  public void setServing(boolean serving) {
    ServingStatus status = serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    health.setStatus(ProcessMethod.SERVICE, status);
  }

  /// Takes no more connections and lets open streams end for a while.
  @Override
  public void close() {
    health.enterTerminalState();
    server.shutdown();
    try {
      if (!server.awaitTermination(drain.toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
