package dev.weir.cli.conformance;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// The server behind the proxy: remembers the last request as text, and gives the answer it was
/// told to.
///
/// Cases run one after the other, so there is one answer and one request at a time.
final class ProbeUpstream implements AutoCloseable {
  /// A path that gets no answer at all.
  private static final String SILENT = "/silent";

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel channel;
  private volatile Message answer = Message.DEFAULT;
  private volatile Optional<Received> received = Optional.empty();

  ProbeUpstream() {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel child) {
                    child
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(HttpMessages.MAX_BODY_BYTES),
                            new Answering());
                  }
                });
    channel = bootstrap.bind(InetAddress.getLoopbackAddress(), 0).syncUninterruptibly().channel();
  }

  int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /// Forgets the last request; the next one gets `next`.
  void expect(Message next) {
    received = Optional.empty();
    answer = next;
  }

  /// The last request, if one came.
  Optional<Received> received() {
    return received;
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    var _ = group.shutdownGracefully();
  }

  @Sharable
  private final class Answering extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      received = Optional.of(Received.of(request.method() + " " + request.uri(), request));
      if (request.uri().equals(SILENT)) {
        return;
      }
      HttpMessages.response(answer)
          .forEach(part -> {
            var _ = context.write(part);
          });
      // No connection serves two requests: what a proxy leaves on one must not reach the next case.
      var _ = context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    @SuppressWarnings("deprecation") // Netty's own name for the hook
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close(); // the proxy reset the connection, as some cases want
    }
  }
}
