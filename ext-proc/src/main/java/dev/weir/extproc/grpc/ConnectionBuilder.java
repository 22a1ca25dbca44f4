package dev.weir.extproc.grpc;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;

/// Sets Netty's codec up for connections of one server.
final class ConnectionBuilder {
  private static final int STREAM_WINDOW_BYTES = 1 << 20;

  /// As much of one stream is written in its turn as a frame holds: by default, when many streams
  /// have much to write, they would go on in frames of 1 KiB.
  private static final int FRAME_BYTES = 16 << 10;

  private static final float UPDATE_AT = 0.5f;

  private final Services services;
  private final GrpcOptions options;

  ConnectionBuilder(Services services, GrpcOptions options) {
    this.services = services;
    this.options = options;
  }

  /// Has what comes and goes on a connection be HTTP/2 from here on.
  void addTo(ChannelPipeline pipeline) {
    pipeline.addLast(new SmallWrites(), new Codec().build());
  }

  private final class Codec extends AbstractHttp2ConnectionHandlerBuilder<Connection, Codec> {
    Codec() {
      Http2Connection connection = new DefaultHttp2Connection(true);
      connection
          .local()
          .flowController(new DefaultHttp2LocalFlowController(connection, UPDATE_AT, true));
      UniformStreamByteDistributor turns = new UniformStreamByteDistributor(connection);
      turns.minAllocationChunk(FRAME_BYTES);
      connection.remote().flowController(new DefaultHttp2RemoteFlowController(connection, turns));
      connection(connection);
      initialSettings(
          Http2Settings.defaultSettings()
              .maxConcurrentStreams(options.streamsPerConnection())
              .maxHeaderListSize(options.headerBytes())
              .initialWindowSize(STREAM_WINDOW_BYTES));
      // Envoy ends nearly every stream by a reset, so they tell nothing of an attack
      decoderEnforceMaxRstFramesPerWindow(0, 0);
      encoderEnforceMaxRstFramesPerWindow(0, 0);
    }

    @Override
    protected Connection build() {
      return super.build();
    }

    @Override
    protected Connection build(
        Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
      Connection connection = new Connection(decoder, encoder, settings, options);
      decoder.frameListener(new Frames(connection, services));
      return connection;
    }
  }
}
