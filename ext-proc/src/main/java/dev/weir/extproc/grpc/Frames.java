package dev.weir.extproc.grpc;

import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.Objects;

/// The frames of a connection, each to its call.
final class Frames extends Http2FrameAdapter {
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;

  private final Connection connection;
  private final Services services;

  Frames(Connection connection, Services services) {
    this.connection = connection;
    this.services = services;
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int streamId,
      Http2Headers headers,
      int streamDependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean endOfStream) {
    onHeadersRead(context, streamId, headers, padding, endOfStream);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int streamId,
      Http2Headers headers,
      int padding,
      boolean endOfStream) {
    Http2Stream stream = Objects.requireNonNull(connection.connection().stream(streamId));
    if (connection.call(stream) == null) {
      begin(stream, new CallHeaders(headers));
    }
    if (endOfStream) {
      halfClosed(stream);
    }
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext context, int streamId, ByteBuf data, int padding, boolean endOfStream) {
    Http2Stream stream = Objects.requireNonNull(connection.connection().stream(streamId));
    GrpcCall call = connection.call(stream);
    if (call == null) {
      return data.readableBytes() + padding;
    }
    call.received(data, padding);
    if (endOfStream) {
      halfClosed(stream);
    }
    return 0; // the call gives bytes back when they are read
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext context, long data) {
    connection.pingAnswered(data);
  }

  private void begin(Http2Stream stream, CallHeaders headers) {
    GrpcCall call = connection.open(stream);
    GrpcMethod method = services.method(headers.path());
    if (!headers.isPost()) {
      call.end(StatusHeaders.http(METHOD_NOT_ALLOWED));
    } else if (!headers.isGrpc()) {
      call.end(StatusHeaders.http(UNSUPPORTED_MEDIA_TYPE));
    } else if (method == null) {
      call.close(Status.UNIMPLEMENTED.withDescription("no method " + headers.path()));
    } else {
      call.start(method, headers);
    }
  }

  private void halfClosed(Http2Stream stream) {
    GrpcCall call = connection.call(stream);
    if (call != null) {
      call.halfClosed();
    }
  }
}
