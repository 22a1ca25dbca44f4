package dev.weir.cli.conformance.probe;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Supplier;

/// What an end of the proxy speaks, in plain text and without asking first. Either carries the same
/// objects: HTTP/2 on a channel for each stream.
public enum Http {
  HTTP1 {
    @Override
    ChannelHandler connected(ChannelHandler answer) {
      return new ChannelInitializer<>() {
        @Override
        protected void initChannel(Channel channel) {
          channel
              .pipeline()
              .addLast(
                  Act.CODEC, new HttpClientCodec(Act.LINE_BYTES, Act.HEADER_BYTES, Act.CHUNK_BYTES))
              .addLast(answer);
        }
      };
    }

    @Override
    Channel channel(Channel connection, ChannelHandler answer) {
      return connection;
    }
  },
  HTTP2 {
    @Override
    ChannelHandler connected(ChannelHandler answer) {
      return new ChannelInitializer<>() {
        @Override
        protected void initChannel(Channel channel) {
          channel
              .pipeline()
              .addLast(Http2FrameCodecBuilder.forClient().build())
              .addLast(new Http2MultiplexHandler(new RefusedPush()));
        }
      };
    }

    @Override
    Channel channel(Channel connection, ChannelHandler answer) {
      return new Http2StreamChannelBootstrap(connection)
          .handler(stream(new Http2StreamFrameToHttpObjectCodec(false), () -> answer))
          .open()
          .syncUninterruptibly()
          .getNow();
    }
  };

  /// What a new connection of a client has.
  abstract ChannelHandler connected(ChannelHandler answer);

  /// Where a request is written on it.
  abstract Channel channel(Channel connection, ChannelHandler answer);

  /// Connects, and opens a channel for a request.
  ///
  /// @return empty if nothing listens
  Optional<Channel> open(Bootstrap bootstrap, int port, ChannelHandler answer)
      throws InterruptedException {
    var connected =
        bootstrap
            .clone()
            .handler(connected(answer))
            .connect(InetAddress.getLoopbackAddress(), port)
            .await();
    return connected.isSuccess()
        ? Optional.of(channel(connected.channel(), answer))
        : Optional.empty();
  }

  /// Has a server speak this, on a connection that has just begun so.
  void serve(ChannelPipeline connection, Supplier<ChannelHandler> answer) {
    switch (this) {
      case HTTP1 ->
          connection
              .addLast(
                  Act.CODEC, new HttpServerCodec(Act.LINE_BYTES, Act.HEADER_BYTES, Act.CHUNK_BYTES))
              .addLast(answer.get());
      case HTTP2 ->
          connection
              .addLast(Http2FrameCodecBuilder.forServer().build())
              .addLast(
                  new Http2MultiplexHandler(
                      stream(new Http2StreamFrameToHttpObjectCodec(true), answer)));
    }
  }

  /// @param codec can be shared
  private static ChannelHandler stream(ChannelHandler codec, Supplier<ChannelHandler> answer) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel
            .pipeline()
            .addLast(Act.CODEC, codec)
            .addLast(new WithoutTranslation())
            .addLast(answer.get());
      }
    };
  }

  /// No proxy opens streams of its own.
  @ChannelHandler.Sharable
  private static final class RefusedPush extends ChannelInboundHandlerAdapter {}
}
