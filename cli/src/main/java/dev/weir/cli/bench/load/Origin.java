package dev.weir.cli.bench.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/// The service behind every proxy: one constant answer, and a count of the requests that carried
/// the marker header when they arrived.
public final class Origin implements AutoCloseable {
  /// What a request has reached the origin with, since the origin started.
  public record Seen(long requests, long marked) {
    public Seen since(Seen earlier) {
      return new Seen(requests - earlier.requests, marked - earlier.marked);
    }
  }

  private static final byte[] ANSWER =
      """
      HTTP/1.1 200 OK\r
      content-type: text/plain; charset=utf-8\r
      cache-control: no-cache\r
      etag: "5d8c72a5edda8"\r
      vary: accept-encoding\r
      content-length: 6\r
      \r
      hello
      """
          .getBytes(StandardCharsets.US_ASCII);

  private final EventLoop loop = EventLoop.start("bench-origin");
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong marked = new AtomicLong();
  private final byte[] marker;
  private final Channel listener;

  private Origin(byte[] marker) {
    this.marker = marker;
    this.listener =
        new ServerBootstrap()
            .group(loop.group())
            .channel(loop.serverChannel())
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel.pipeline().addLast(new Connection());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
  }

  /// Starts it on a free port.
  ///
  /// @param marker the header to look for, as it stands on the wire
  public static Origin start(String marker) {
    return new Origin(marker.getBytes(StandardCharsets.US_ASCII));
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  public Seen seen() {
    return new Seen(requests.get(), marked.get());
  }

  @Override
  public void close() {
    loop.close();
  }

  private final class Connection extends SimpleChannelInboundHandler<ByteBuf> {
    private final HttpHead head = new HttpHead();

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
      while (bytes.isReadable() && head.read(bytes)) {
        requests.incrementAndGet();
        if (head.contains(marker)) {
          marked.incrementAndGet();
        }
        head.clear();
        var _ = context.writeAndFlush(Unpooled.wrappedBuffer(ANSWER));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close(); // the client counts it as lost
    }
  }
}
