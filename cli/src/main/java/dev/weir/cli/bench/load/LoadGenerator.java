package dev.weir.cli.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;

/// Sends slices of load to one target after the other, from one thread.
public final class LoadGenerator implements AutoCloseable {
  /// How long after its slice an answer may come, before it counts as late.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final EventLoop loop = EventLoop.start("bench-load");
  private final ByteBuf request;
  private final Mark mark;
  private final int connections;
  private final Duration patience;

  /// A generator of one request.
  ///
  /// @param mark to look for in answers
  /// @param connections of each slice
  public LoadGenerator(Request request, Mark mark, int connections) {
    this(request, mark, connections, PATIENCE);
  }

  LoadGenerator(Request request, Mark mark, int connections, Duration patience) {
    this.request = Content.of(request.wholeHead(), request.bodyBytes());
    this.mark = mark;
    this.connections = connections;
    this.patience = patience;
  }

  /// Opens the connections of one slice; nothing is sent yet.
  public LoadRun connect(InetSocketAddress target, Load load) {
    var slice = new LoadSlice(load, request, mark, loop.group().next());
    var bootstrap =
        new Bootstrap()
            .group(loop.group())
            .channel(loop.channel())
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel.pipeline().addLast(new ClientConnection(slice));
                  }
                });
    var connecting = new ArrayList<ChannelFuture>();
    for (int i = 0; i < connections; i++) {
      connecting.add(bootstrap.connect(target));
    }
    connecting.forEach(ChannelFuture::syncUninterruptibly);
    var open = connecting.stream().map(ChannelFuture::channel).toList();
    return new LoadRun(slice, open, load.slice().plus(patience));
  }

  @Override
  public void close() {
    loop.close();
  }
}
