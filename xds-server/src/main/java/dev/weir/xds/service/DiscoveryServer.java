package dev.weir.xds.service;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/// The gRPC server. Every call runs on the owner's thread, so the services need no locks.
public final class DiscoveryServer implements AutoCloseable {
  /// A connection on which nothing is heard for so long is asked whether it lives; a proxy that was
  /// cut off must not count as connected.
  private static final long KEEPALIVE_SECONDS = 30;

  private static final long KEEPALIVE_ANSWER_SECONDS = 10;

  /// Clients may ask as well, but not more often.
  private static final long CLIENTS_KEEPALIVE_SECONDS = 5;

  private final Server server;

  private DiscoveryServer(Server server) {
    this.server = server;
  }

  /// Binds and serves.
  ///
  /// @throws IOException if the address cannot be bound
  public static DiscoveryServer start(InetSocketAddress address, Shared shared, Owner owner)
      throws IOException {
    Bounds bounds = shared.bounds();
    Admission admission = new Admission(bounds, owner);
    Streams streams = new Streams(shared, admission);
    return new DiscoveryServer(
        NettyServerBuilder.forAddress(address)
            .executor(owner)
            .maxInboundMessageSize(bounds.requestBytes())
            .maxConcurrentCallsPerConnection(bounds.streamsPerConnection())
            .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEPALIVE_ANSWER_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveTime(CLIENTS_KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addService(new AggregatedService(streams))
            .addService(new SlotService(streams))
            .addService(new HostReports(shared, admission))
            .build()
            .start());
  }

  /// The port that is served.
  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
