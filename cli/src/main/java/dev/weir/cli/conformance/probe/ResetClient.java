package dev.weir.cli.conformance.probe;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// A client that goes away in the middle of each of its requests, at a random moment.
public final class ResetClient implements AutoCloseable {
  private static final int AT_ONCE = 64;
  private static final int LONGEST_MILLIS = 10;

  /// Of the moments.
  private static final long SEED = 1;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Random random = new Random(SEED);
  private final Bootstrap bootstrap =
      new Bootstrap()
          .group(group)
          .channel(NioSocketChannel.class)
          .option(ChannelOption.SO_LINGER, 0) // what it closes it resets
          .handler(
              new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                  channel.pipeline().addLast(new HttpClientCodec());
                }
              });

  /// Sends requests without their ends, at the same time, and resets them.
  ///
  /// @param probe headers of the requests that are for the probe
  public void run(int port, Message request, List<Field> probe) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      int millis = random.nextInt(LONGEST_MILLIS);
      ChannelFuture connected = bootstrap.connect(address);
      Channel channel = connected.channel();
      connected.addListener(_ -> {
        begin(channel, request, probe);
        var _ = channel.eventLoop().schedule(() -> reset(channel), millis, TimeUnit.MILLISECONDS);
      });
      channels.add(channel);
    }
    channels.forEach(channel -> channel.closeFuture().syncUninterruptibly());
  }

  private static void begin(Channel channel, Message request, List<Field> probe) {
    for (Act act : HttpMessages.request(request, probe)) {
      if (act instanceof Act.Write(var part) && !(part instanceof LastHttpContent)) {
        var _ = channel.write(part);
      }
    }
    channel.flush();
  }

  private static void reset(Channel channel) {
    var _ = channel.close();
  }

  @Override
  public void close() {
    var _ = group.shutdownGracefully();
  }
}
