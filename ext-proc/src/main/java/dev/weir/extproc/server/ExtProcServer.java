package dev.weir.extproc.server;

import dev.weir.extproc.grpc.GrpcOptions;
import dev.weir.extproc.grpc.GrpcServer;
import dev.weir.extproc.grpc.Services;
import dev.weir.extproc.tls.ServerTls;
import dev.weir.extproc.tls.TlsObserver;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gRPC server of a host: ext_proc for HTTP and for TCP, health and reflection.
public final class ExtProcServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExtProcServer.class);

  /// Of what the xDS server sends.
  private static final int MAX_CHAIN_BYTES = 32 << 20;

  private final GrpcServer server;
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
      GrpcServer server, Socket socket, ServerOptions options, HealthStatusManager health) {
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
    Admission admission = new Admission(options.limits(), observers.refusals());
    Services services =
        new Services()
            .add(
                ProcessService.HTTP,
                ProcessService.METHOD,
                new ProcessCalls(lanes, chains, admission, observers))
            .add(
                ProcessService.NETWORK,
                ProcessService.METHOD,
                new NetworkCalls(lanes, chains, admission, observers))
            .add(health.getHealthService())
            .add(ProtoReflectionServiceV1.newInstance());
    try {
      GrpcServer server =
          new GrpcServer(
                  binding(options, socket, lanes), services, grpc(options, observers.refusals()))
              .start();
      socket.publish();
      return new ExtProcServer(server, socket, options, health);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static GrpcServer.Binding binding(ServerOptions options, Socket socket, Lanes lanes) {
    Optional<SslContext> tls = socket.tls().map(ServerTls::context);
    return switch (options.address()) {
      case ListenAddress.Tcp(InetSocketAddress address) ->
          new GrpcServer.Binding(
              address, lanes.serverChannel(), lanes.acceptor(), lanes.loops(), tls);
      case ListenAddress.Unix _ ->
          new GrpcServer.Binding(
              Lanes.unixAddress(socket.file().orElseThrow().temporary()),
              lanes.unixServerChannel(),
              lanes.acceptor(),
              lanes.loops(),
              tls);
    };
  }

  private static GrpcOptions grpc(ServerOptions options, Consumer<Refusal> refusals) {
    Limits limits = options.limits();
    return new GrpcOptions(
        limits.messageBytes(),
        limits.headerBlockBytes(),
        limits.streamsPerConnection(),
        options.lifetimes(),
        status -> {
          if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
            refusals.accept(Refusal.MESSAGE);
          }
        });
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
    health.setStatus(ProcessService.HTTP.getName(), ServingStatus.SERVING);
    health.setStatus(ProcessService.NETWORK.getName(), ServingStatus.SERVING);
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
