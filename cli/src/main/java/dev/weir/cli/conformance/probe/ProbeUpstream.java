package dev.weir.cli.conformance.probe;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The server behind the proxy: remembers the last requests as text, and gives the answers it was
/// told to.
///
/// Cases run one after the other; a proxy that tries again sends several requests in one case.
public final class ProbeUpstream implements AutoCloseable {
  /// A path that gets no answer at all.
  private static final String SILENT = "/silent";

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel channel;
  private final ProbeLog events;

  /// These belong to the one event loop, which also runs [#expect] and [#received].
  private String sign = ">";

  private final List<Message> answers = new ArrayList<>();

  private final List<Received.Collector> requests = new ArrayList<>();

  /// @param events is told of what comes
  public ProbeUpstream(ProbeLog events) {
    this.events = events;
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_RCVBUF, Act.PART_BYTES)
            .childOption(ChannelOption.SO_SNDBUF, Act.PART_BYTES)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel child) {
                    child.pipeline().addLast(new Preface(Answering::new));
                  }
                });
    channel = bootstrap.bind(InetAddress.getLoopbackAddress(), 0).syncUninterruptibly().channel();
  }

  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /// Forgets all requests; the next one gets the first of these answers, and so on; the last is for
  /// all that follow.
  ///
  /// @param nextSign begins the events of the next ones
  public void expect(String nextSign, List<Message> next) {
    channel
        .eventLoop()
        .submit(() -> {
          sign = nextSign;
          requests.clear();
          answers.clear();
          answers.addAll(next);
        })
        .syncUninterruptibly();
  }

  /// The requests since then.
  public List<Received> received() {
    return channel
        .eventLoop()
        .submit(() -> requests.stream().map(Received.Collector::received).toList())
        .syncUninterruptibly()
        .getNow();
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    var _ = group.shutdownGracefully();
  }

  private Message nextAnswer() {
    if (answers.isEmpty()) {
      return Message.DEFAULT;
    }
    return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
  }

  private final class Answering extends SimpleChannelInboundHandler<Object> {
    private Received.@Nullable Collector request;
    private Message answer = Message.DEFAULT;
    private HttpMessages.Wanted wanted = HttpMessages.Wanted.ANSWER;
    private boolean silent;
    private String ownSign = "";

    @Override
    protected void channelRead0(ChannelHandlerContext context, Object part) {
      if (part instanceof HttpRequest head) {
        begin(context, head);
      }
      if (request == null) {
        return;
      }
      if (part instanceof HttpContent content) {
        request.add(content);
        if (request.whole()) {
          events.happened(ownSign + " end");
          if (answer.start() != Message.Start.AFTER_HEADERS) {
            answer(context);
          }
        }
      } else if (part instanceof ByteBuf bytes) {
        request.add(bytes); // another protocol, after an upgrade
      }
      events.happened(ownSign + " body " + request.length());
    }

    private void begin(ChannelHandlerContext context, HttpRequest head) {
      request = new Received.Collector(head.method() + " " + head.uri(), head.headers());
      requests.add(request);
      ownSign = sign;
      answer = nextAnswer();
      if (answer.hasHeader("x-probe")) {
        answer = answer.with(new Field("x-probe-id", head.headers().get("x-probe-id", "")));
      }
      silent = head.uri().equals(SILENT);
      if (head.method().equals(HttpMethod.CONNECT)
          || head.headers().contains(HttpHeaderNames.UPGRADE)) {
        wanted = HttpMessages.Wanted.TUNNEL;
      }
      events.happened(ownSign + " head");
      switch (answer.start()) {
        case AFTER_HEADERS -> answer(context);
        case AFTER_REQUEST -> {}
        case AFTER_STALL -> readAfterStall(context.channel());
      }
    }

    private void readAfterStall(Channel from) {
      List<Act> acts =
          List.of(new Act.Pause(), new Act.Await(ownSign + " stalled"), new Act.Resume());
      var _ = Thread.ofVirtual().name("upstream-stall").start(() -> perform(acts, from));
    }

    private void answer(ChannelHandlerContext context) {
      if (!silent) {
        var _ = Thread.ofVirtual().name("upstream-answer").start(() -> answer(context.channel()));
      }
    }

    private void answer(Channel to) {
      perform(HttpMessages.response(answer, wanted), to);
      if (wanted == HttpMessages.Wanted.ANSWER) {
        closeAfterRequest(to);
      }
    }

    private void perform(List<Act> acts, Channel channel) {
      try {
        Act.perform(acts, channel, events, "<");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /// No connection serves two requests: what a proxy leaves on one must not reach the next. In
    /// HTTP/2 nothing can.
    private void closeAfterRequest(Channel to) {
      if (to instanceof Http2StreamChannel) {
        return;
      }
      try {
        events.awaitEvent(ownSign + " end", Act.PATIENCE);
        var _ = to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      events.happened(ownSign + " closed");
    }

    @Override
    @SuppressWarnings("deprecation") // Netty's own name for the hook
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close(); // the proxy reset the connection, as some cases want
    }
  }
}
