package dev.weir.extproc.grpc;

import io.grpc.ServiceDescriptor;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A server on a port of its own, with two event loops.
final class TestServer implements AutoCloseable {
  static final ServiceDescriptor SERVICE = ServiceDescriptor.newBuilder("test.Service").build();
  static final int MESSAGE_BYTES = 8 << 20;
  static final GrpcOptions OPTIONS = options(new Lifetimes(Optional.empty(), Duration.ZERO));

  final GrpcServer server;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

  TestServer(Services services, GrpcOptions options, Optional<SslContext> tls) throws IOException {
    server =
        new GrpcServer(
                new GrpcServer.Binding(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    NioServerSocketChannel.class,
                    loops,
                    loops,
                    tls),
                services,
                options)
            .start();
  }

  TestServer(GrpcMethod method) throws IOException {
    this(new Services().add(SERVICE, "Method", method), OPTIONS, Optional.empty());
  }

  static GrpcOptions options(Lifetimes lifetimes) {
    return new GrpcOptions(MESSAGE_BYTES, 16 << 10, 100, lifetimes, _ -> {});
  }

  @Override
  public void close() {
    server.shutdownNow();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
