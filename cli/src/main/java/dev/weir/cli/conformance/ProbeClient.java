package dev.weir.cli.conformance;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpObjectAggregator;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The client in front of the proxy: one connection per request, because some cases end it.
final class ProbeClient implements AutoCloseable {
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Duration patience;

  /// @param patience after which a request counts as hanging
  ProbeClient(Duration patience) {
    this.patience = patience;
  }

  /// What came back: empty if the connection was closed without a whole answer, or nothing came in
  /// time.
  Optional<Received> send(int port, List<HttpObject> request) {
    CompletableFuture<Optional<Received>> answer = new CompletableFuture<>();
    answer.completeOnTimeout(Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new HttpClientCodec(),
                            new HttpObjectAggregator(HttpMessages.MAX_BODY_BYTES),
                            new Receiving(answer));
                  }
                });
    ChannelFuture connected =
        bootstrap.connect(InetAddress.getLoopbackAddress(), port).awaitUninterruptibly();
    if (!connected.isSuccess()) {
      return Optional.empty(); // nothing listens yet, or not any more
    }
    Channel channel = connected.channel();
    try {
      // One flush for each piece, so that the pieces are apart on the wire.
      request.forEach(part -> {
        var _ = channel.writeAndFlush(part);
      });
      return answer.join();
    } finally {
      channel.close().syncUninterruptibly();
    }
  }

  @Override
  public void close() {
    var _ = group.shutdownGracefully();
  }

  private static final class Receiving extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final CompletableFuture<Optional<Received>> answer;

    Receiving(CompletableFuture<Optional<Received>> answer) {
      this.answer = answer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
      answer.complete(
          Optional.of(Received.of(Integer.toString(response.status().code()), response)));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      answer.complete(Optional.empty());
    }

    @Override
    @SuppressWarnings("deprecation") // Netty's own name for the hook
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }
}
