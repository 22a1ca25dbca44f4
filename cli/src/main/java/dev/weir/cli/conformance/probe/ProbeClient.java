package dev.weir.cli.conformance.probe;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The client in front of the proxy: one connection per request, because some cases end it.
public final class ProbeClient implements AutoCloseable {
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Bootstrap bootstrap =
      new Bootstrap()
          .group(group)
          .channel(NioSocketChannel.class)
          .option(ChannelOption.SO_SNDBUF, Act.PART_BYTES)
          .option(ChannelOption.SO_RCVBUF, Act.PART_BYTES);
  private final Duration patience;
  private final ProbeLog events;

  /// @param patience after which an answer to a request counts as hanging
  /// @param events is told of what comes back
  public ProbeClient(Duration patience, ProbeLog events) {
    this.patience = patience;
    this.events = events;
  }

  /// Sends a request, and waits for the answer.
  ///
  /// @param probe headers of the request that are for the probe
  /// @return what came back: empty if there was none, cut off if the connection was closed, or
  ///   nothing more came in time
  public Optional<Received> send(int port, Message request, List<Field> probe)
      throws InterruptedException {
    return send(port, Http.HTTP1, request, probe);
  }

  /// As the other, in this version of HTTP.
  public Optional<Received> send(int port, Http version, Message request, List<Field> probe)
      throws InterruptedException {
    Answer answer = new Answer(events);
    Optional<Channel> opened = version.open(bootstrap, port, answer);
    if (opened.isEmpty()) {
      return Optional.empty(); // nothing listens yet, or not any more
    }
    Channel channel = opened.get();
    try {
      Act.perform(HttpMessages.request(request, probe), channel, events, ">");
      if (request.asksForTunnel()) {
        answer.done.complete(true); // a tunnel has no end; its request awaits what is to come
      }
      answer.done.completeOnTimeout(true, patience.toMillis(), TimeUnit.MILLISECONDS).join();
      return channel.eventLoop().submit(answer::received).await().getNow();
    } finally {
      channel.close().syncUninterruptibly();
      if (channel.parent() != null) {
        channel.parent().close().syncUninterruptibly(); // the connection of a stream
      }
    }
  }

  @Override
  public void close() {
    var _ = group.shutdownGracefully();
  }

  private static final class Answer extends SimpleChannelInboundHandler<Object> {
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private final ProbeLog events;
    private Received.@Nullable Collector collector;

    Answer(ProbeLog events) {
      this.events = events;
    }

    Optional<Received> received() {
      return Optional.ofNullable(collector).map(Received.Collector::received);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Object part) {
      if (part instanceof HttpResponse response) {
        String status = Integer.toString(response.status().code());
        collector = new Received.Collector(status, response.headers());
        events.happened("< head");
      }
      if (collector == null) {
        return;
      }
      if (part instanceof HttpContent content) {
        collector.add(content);
      } else if (part instanceof ByteBuf bytes) {
        collector.add(bytes); // another protocol, after an upgrade
      }
      events.happened("< body " + collector.length());
      if (collector.whole() && !isTunnel(collector)) {
        events.happened("< end");
        done.complete(true);
      }
    }

    private static boolean isTunnel(Received.Collector collector) {
      return collector.received().start().equals("101");
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      events.happened("< closed");
      done.complete(true);
    }

    @Override
    @SuppressWarnings("deprecation") // Netty's own name for the hook
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }
}
