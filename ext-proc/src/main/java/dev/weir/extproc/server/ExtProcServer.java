package dev.weir.extproc.server;

import dev.weir.extproc.tls.ServerTls;
import dev.weir.extproc.tls.TlsObserver;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gRPC server of a host: ext_proc for HTTP and for TCP, health and reflection.
public final class ExtProcServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExtProcServer.class);

  /// Of what the xDS server sends.
  private static final int MAX_CHAIN_BYTES = 32 << 20;

  private final Server server;
  private final Socket socket;
  private final ServerOptions options;
  private final HealthStatusManager health;
  private final AtomicBoolean leaving = new AtomicBoolean();

  /// What a server holds besides memory, before it is bound.
  private record Socket(Optional<SocketFile> file, Optional<ServerTls> tls)
      implements AutoCloseable {
    static Socket open(ServerOptions options, TlsObserver observer) throws IOException {
      Optional<ServerTls> tls =
          options.tls().isPresent()
              ? Optional.of(ServerTls.start(options.tls().get(), observer))
              : Optional.empty();
      return options.address() instanceof ListenAddress.Unix unix
          ? new Socket(Optional.of(SocketFile.claim(unix)), tls)
          : new Socket(Optional.empty(), tls);
    }

    void publish() throws IOException {
      if (file.isPresent()) {
        file.get().publish();
      }
    }

    @Override
    public void close() {
      file.ifPresent(SocketFile::close);
      tls.ifPresent(ServerTls::close);
    }
  }

  private ExtProcServer(
      Server server, Socket socket, ServerOptions options, HealthStatusManager health) {
    this.server = server;
    this.socket = socket;
    this.options = options;
    this.health = health;
  }

  /// Binds and serves.
  ///
  /// @throws IOException if the address cannot be bound, or the TLS files cannot be used
  public static ExtProcServer start(
      ServerOptions options, Lanes lanes, Chains chains, Observers observers) throws IOException {
    HealthStatusManager health = new HealthStatusManager();
    Socket socket = Socket.open(options, observers.tls());
    Admission admission = new Admission(options.limits());
    try {
      Server server =
          builder(options, socket, lanes)
              .addTransportFilter(admission)
              .addStreamTracerFactory(new LargeMessages(observers.refusals()))
              .addService(ProcessCalls.service(lanes, chains, admission, observers))
              .addService(NetworkCalls.service(lanes, chains, admission, observers))
              .addService(health.getHealthService())
              .addService(ProtoReflectionServiceV1.newInstance())
              .build()
              .start();
      socket.publish();
      return new ExtProcServer(server, socket, options, health);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static NettyServerBuilder builder(ServerOptions options, Socket socket, Lanes lanes) {
    NettyServerBuilder builder =
        switch (options.address()) {
          case ListenAddress.Tcp(InetSocketAddress address) ->
              NettyServerBuilder.forAddress(address).channelType(lanes.serverChannel());
          case ListenAddress.Unix _ ->
              NettyServerBuilder.forAddress(
                      Lanes.unixAddress(socket.file().orElseThrow().temporary()))
                  .channelType(lanes.unixServerChannel());
        };
    socket.tls().ifPresent(tls -> builder.sslContext(tls.context()));
    Lifetimes lifetimes = options.lifetimes();
    lifetimes
        .connectionAge()
        .ifPresent(age -> builder.maxConnectionAge(age.toMillis(), TimeUnit.MILLISECONDS));
    return builder
        .bossEventLoopGroup(lanes.acceptor())
        .workerEventLoopGroup(lanes.loops())
        .directExecutor()
        .maxInboundMessageSize(options.limits().messageBytes())
        .maxInboundMetadataSize(options.limits().headerBlockBytes())
        .maxConcurrentCallsPerConnection(options.limits().streamsPerConnection())
        .keepAliveTime(Lifetimes.PING_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTimeout(Lifetimes.PING_ANSWER.toMillis(), TimeUnit.MILLISECONDS)
        .permitKeepAliveTime(Lifetimes.MIN_PING_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)
        .permitKeepAliveWithoutCalls(true);
  }

  /// A plain-text channel to the xDS server, on the thread that accepts connections.
  public static ManagedChannel channel(InetSocketAddress target, Lanes lanes) {
    return NettyChannelBuilder.forAddress(target.getHostString(), target.getPort())
        .eventLoopGroup(lanes.acceptor())
        .channelType(lanes.clientChannel())
        .usePlaintext()
        .maxInboundMessageSize(MAX_CHAIN_BYTES)
        .keepAliveTime(30, TimeUnit.SECONDS)
        .build();
  }

  /// Where proxies find this server: `ADDRESS:PORT` or `unix:PATH`. A proxy takes addresses of
  /// hosts, not names.
  public String address() {
    return switch (options.address()) {
      case ListenAddress.Tcp(InetSocketAddress address) -> {
        String host = address.getAddress().getHostAddress();
        yield (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + server.getPort();
      }
      case ListenAddress.Unix unix -> unix.toString();
    };
  }

  /// The TCP port, or -1 on a Unix socket.
  public int port() {
    return server.getPort();
  }

  /// Says for load balancers that the host takes streams.
  public void serve() {
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.SERVING);
    health.setStatus(ProcessMethod.SERVICE, ServingStatus.SERVING);
    health.setStatus(NetworkMethod.SERVICE, ServingStatus.SERVING);
  }

  /// Says for load balancers that the host is about to end; streams are served as before.
  public void leave() {
    if (leaving.compareAndSet(false, true)) {
      health.enterTerminalState();
    }
  }

  /// Takes no more connections, asks clients by GOAWAY for no more streams, and lets open ones end
  /// for a while.
  @Override
  public void close() {
    leave();
    server.shutdown();
    socket.close();
    long drainMillis = options.lifetimes().drain().toMillis();
    try {
      if (!server.awaitTermination(drainMillis, TimeUnit.MILLISECONDS)) {
        LOG.warn("streams still open after {} ms are cut off", drainMillis);
        server.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
