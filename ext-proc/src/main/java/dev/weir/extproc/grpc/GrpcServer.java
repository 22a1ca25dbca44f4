package dev.weir.extproc.grpc;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A gRPC server. May be used by any thread.
public final class GrpcServer extends Server {
  private static final Logger LOG = LoggerFactory.getLogger(GrpcServer.class);

  /// Bytes that a connection has before it waits for the socket: what some streams with bodies
  /// answer in one turn. Netty's 64 KiB would stop and start all its streams for each of them.
  private static final WriteBufferWaterMark WRITTEN_AHEAD =
      new WriteBufferWaterMark(256 << 10, 512 << 10);

  private final Binding binding;
  private final Services services;
  private final ConnectionBuilder builder;

  /// The connections, and the socket that accepts them.
  private final ChannelGroup open;

  private volatile boolean leaving;
  private Optional<Channel> socket = Optional.empty();

  /// Where a server is, and on which threads.
  ///
  /// @param tls plain text without it; a client has to choose `h2` by ALPN
  public record Binding(
      SocketAddress address,
      Class<? extends ServerChannel> channel,
      EventLoopGroup acceptor,
      EventLoopGroup loops,
      Optional<SslContext> tls) {}

  public GrpcServer(Binding binding, Services services, GrpcOptions options) {
    this.binding = binding;
    this.services = services;
    this.builder = new ConnectionBuilder(services, options);
    this.open = new DefaultChannelGroup(binding.acceptor().next());
    services.bind(this);
  }

  /// @throws IOException if the address cannot be bound
  @Override
  public GrpcServer start() throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(binding.acceptor(), binding.loops())
            .channel(binding.channel())
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITTEN_AHEAD)
            .childHandler(new Accepted())
            .bind(binding.address())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("Failed to bind to address " + binding.address(), bound.cause());
    }
    socket = Optional.of(bound.channel());
    open.add(bound.channel());
    return this;
  }

  /// Sets up a connection that was accepted.
  private final class Accepted extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      open.add(channel);
      if (leaving) {
        var _ = channel.close();
        return;
      }
      if (binding.tls().isPresent()) {
        channel.pipeline().addLast(binding.tls().get().newHandler(channel.alloc()));
        channel.pipeline().addLast(new Negotiated());
      } else {
        builder.addTo(channel.pipeline());
      }
    }
  }

  /// Goes on with HTTP/2 when a handshake has chosen it.
  private final class Negotiated extends ApplicationProtocolNegotiationHandler {
    Negotiated() {
      super("none");
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext context, String protocol) {
      if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
        builder.addTo(context.pipeline());
      } else {
        LOG.debug("connection of {}: ALPN {} (expected: h2)", context.channel(), protocol);
        var _ = context.close();
      }
    }

    @Override
    protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
      LOG.debug("connection of {}: no TLS handshake", context.channel(), cause);
      var _ = context.close();
    }
  }

  /// Takes no more connections, and asks clients for no more calls; each connection closes with its
  /// last call.
  @Override
  public GrpcServer shutdown() {
    leaving = true;
    for (Channel channel : open) {
      channel.eventLoop().execute(() -> depart(channel));
    }
    return this;
  }

  private static void depart(Channel channel) {
    Connection connection = channel.pipeline().get(Connection.class);
    if (connection == null) { // the socket, or a client that has not said what it speaks
      var _ = channel.close();
    } else {
      connection.depart();
    }
  }

  /// Closes all connections, whatever goes on in them.
  @Override
  public GrpcServer shutdownNow() {
    leaving = true;
    var _ = open.close();
    return this;
  }

  @Override
  public boolean isShutdown() {
    return leaving;
  }

  @Override
  public boolean isTerminated() {
    return leaving && open.isEmpty();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return open.newCloseFuture().await(timeout, unit);
  }

  @Override
  public void awaitTermination() throws InterruptedException {
    open.newCloseFuture().await();
  }

  /// The TCP port, or -1 on a Unix socket.
  @Override
  public int getPort() {
    return socket
        .map(Channel::localAddress)
        .filter(InetSocketAddress.class::isInstance)
        .map(address -> ((InetSocketAddress) address).getPort())
        .orElse(-1);
  }

  @Override
  public List<ServerServiceDefinition> getImmutableServices() {
    return services.definitions();
  }
}
