package dev.weir.cli.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;

/// Sends slices of load to one target after the other, from one thread and over [#CONNECTIONS]
/// connections each.
public final class LoadGenerator implements AutoCloseable {
  /// Enough to keep one Envoy worker busy; more only adds queueing.
  public static final int CONNECTIONS = 32;

  /// How long after its slice an answer may come, before it counts as late.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final EventLoop loop = EventLoop.start("bench-load");
  private final byte[] request;
  private final byte[] marker;
  private final Duration patience;

  /// @param request a whole request as it stands on the wire, without a body
  /// @param marker the response header to look for, as it stands on the wire
  public LoadGenerator(String request, String marker) {
    this(request, marker, PATIENCE);
  }

  LoadGenerator(String request, String marker, Duration patience) {
    this.request = request.getBytes(StandardCharsets.US_ASCII);
    this.marker = marker.getBytes(StandardCharsets.US_ASCII);
    this.patience = patience;
  }

  /// Opens the connections of one slice; nothing is sent yet.
  public LoadRun connect(InetSocketAddress target, Load load) {
    var slice = new LoadSlice(load, request, marker, loop.group().next());
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
    for (int i = 0; i < CONNECTIONS; i++) {
      connecting.add(bootstrap.connect(target));
    }
    connecting.forEach(ChannelFuture::syncUninterruptibly);
    var connections = connecting.stream().map(ChannelFuture::channel).toList();
    return new LoadRun(slice, connections, load.slice().plus(patience));
  }

  @Override
  public void close() {
    loop.close();
  }
}
