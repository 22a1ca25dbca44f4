package dev.weir.cli.bench.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// The service behind every proxy. It answers `/bytes/N` with N bytes, `/events/N` with N
/// server-sent events one after the other, and anything else with six bytes; and it counts what
/// arrives.
public final class Origin implements AutoCloseable {
  /// What has reached the origin since it started.
  ///
  /// @param marked requests that carried the mark
  /// @param bodyBytes of all requests
  public record Seen(long requests, long marked, long bodyBytes) {
    public Seen since(Seen earlier) {
      return new Seen(
          requests - earlier.requests, marked - earlier.marked, bodyBytes - earlier.bodyBytes);
    }
  }

  private static final String HEAD =
      """
      HTTP/1.1 200 OK\r
      content-type: %s\r
      cache-control: no-cache\r
      etag: "5d8c72a5edda8"\r
      vary: accept-encoding\r
      """;
  private static final byte[] BYTES = ascii(" /bytes/");
  private static final byte[] EVENTS = ascii(" /events/");

  /// 30 bytes, in a chunk of their own.
  private static final String EVENT = "1e\r\ndata: 1234567890123456789012\n\n\r\n";

  private final EventLoop loop = EventLoop.start("bench-origin");
  private final ByteBuf small = Content.of(HEAD.formatted("text/plain") + length(6) + "hello\n", 0);
  private final ByteBuf stream =
      Content.of(HEAD.formatted("text/event-stream") + "transfer-encoding: chunked\r\n\r\n", 0);
  private final ByteBuf event = Content.of(EVENT, 0);
  private final ByteBuf end = Content.of("0\r\n\r\n", 0);
  private final Map<Integer, ByteBuf> answers = new HashMap<>(); // of the loop's thread
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong marked = new AtomicLong();
  private final AtomicLong bodyBytes = new AtomicLong();
  private volatile MarkFinder finder;
  private final Channel listener;

  private Origin(Mark mark) {
    this.finder = new MarkFinder(mark);
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
  /// @param mark to look for in requests
  public static Origin start(Mark mark) {
    return new Origin(mark);
  }

  /// Looks for another mark from here on.
  public void lookFor(Mark mark) {
    finder = new MarkFinder(mark);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String length(int bytes) {
    return "content-length: %d\r\n\r\n".formatted(bytes);
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  public Seen seen() {
    return new Seen(requests.get(), marked.get(), bodyBytes.get());
  }

  @Override
  public void close() {
    loop.close();
  }

  private final class Connection extends SimpleChannelInboundHandler<ByteBuf> {
    private final HttpHead head = new HttpHead();
    private final HttpBody body = new HttpBody();
    private boolean inBody;

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
      while (bytes.isReadable()) {
        if (!inBody) {
          if (!head.read(bytes)) {
            return;
          }
          inBody = true;
          body.begin(head);
        }
        if (!body.read(bytes)) {
          return;
        }
        arrived(context);
      }
    }

    private void arrived(ChannelHandlerContext context) {
      inBody = false;
      requests.incrementAndGet();
      bodyBytes.addAndGet(body.bytes());
      if (finder.marks(head, body)) {
        marked.incrementAndGet();
      }
      int events = (int) head.numberAfter(EVENTS);
      if (events > 0) {
        var _ = context.write(stream.duplicate());
        send(context, events);
      } else {
        var _ = context.writeAndFlush(answer((int) head.numberAfter(BYTES)).duplicate());
      }
      head.clear();
    }

    private ByteBuf answer(int size) {
      return size == 0
          ? small
          : answers.computeIfAbsent(
              size, wanted -> Content.of(HEAD.formatted("text/plain") + length(wanted), wanted));
    }

    /// One event, and the others in turns of their own, so that connections take turns.
    private void send(ChannelHandlerContext context, int events) {
      if (events == 0) {
        var _ = context.writeAndFlush(end.duplicate());
      } else {
        var _ = context.writeAndFlush(event.duplicate());
        context.executor().execute(() -> send(context, events - 1));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close(); // the client counts it as lost
    }
  }
}
