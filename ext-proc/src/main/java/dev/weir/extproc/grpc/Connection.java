package dev.weir.extproc.grpc;

import dev.weir.extproc.wire.Slice;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client's connection: HTTP/2 streams that are calls. Belongs to its event loop.
///
/// What is written while frames are read leaves when all that had arrived is read; what is written
/// at other times leaves at the end of the event loop's turn. So the answers of many calls leave
/// together, in one system call.
final class Connection extends Http2ConnectionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final int PREFIX_BYTES = 5;

  private static final int LARGE_BYTES = 16 << 10;

  /// Of all streams together: what comes is read at once, so only the streams' own windows hold a
  /// client back.
  private static final int CONNECTION_WINDOW_BYTES = 8 << 20;

  private final GrpcOptions options;
  private final Http2Connection.PropertyKey callKey = connection().newKey();
  private @Nullable Life life;
  private boolean reading;
  private boolean flushing;

  /// What a connection has once it is on its event loop.
  private record Life(
      ChannelHandlerContext context, String peer, KeepAlive keepAlive, Departure departure) {}

  Connection(
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings,
      GrpcOptions options) {
    super(decoder, encoder, settings, true);
    setCumulator(Connection::cumulate);
    this.options = options;
    connection()
        .addListener(
            new Http2ConnectionAdapter() {
              @Override
              public void onStreamClosed(Http2Stream stream) {
                streamClosed(stream);
              }
            });
    encoder.flowController().listener(this::writabilityChanged);
  }

  /// What has come of a frame and what follows: large pieces are put together without a copy, small
  /// ones are copied, so that no piece keeps much more memory than it has bytes.
  private static ByteBuf cumulate(ByteBufAllocator allocator, ByteBuf before, ByteBuf next) {
    Cumulator way = next.readableBytes() < LARGE_BYTES ? MERGE_CUMULATOR : COMPOSITE_CUMULATOR;
    return way.cumulate(allocator, before, next);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) throws Exception {
    String peer =
        context.channel().remoteAddress() instanceof InetSocketAddress address
            ? address.getAddress().getHostAddress()
            : "";
    Departure departure = new Departure(this, context);
    options.lifetimes().connectionAge().ifPresent(departure::beginAfter);
    life = new Life(context, peer, new KeepAlive(this, context), departure);
    super.handlerAdded(context);
    if (context.channel().isActive()) {
      widen();
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
    life().keepAlive().stop();
    life().departure().stop();
    super.handlerRemoved0(context);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    super.channelActive(context);
    widen();
  }

  private void widen() throws Http2Exception {
    Http2LocalFlowController windows = connection().local().flowController();
    Http2Stream all = connection().connectionStream();
    windows.incrementWindowSize(all, CONNECTION_WINDOW_BYTES - windows.windowSize(all));
    wrote();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    reading = true;
    life().keepAlive().heard();
    super.channelRead(context, message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    reading = false;
    super.channelReadComplete(context); // flushes
  }

  @Override
  protected void onConnectionError(
      ChannelHandlerContext context, boolean outbound, Throwable cause, Http2Exception http2) {
    LOG.debug("connection of {}: an error of HTTP/2 ends it", peer(), cause);
    super.onConnectionError(context, outbound, cause, http2);
  }

  /// Ends the call at once: the reset that follows may have to wait until the client reads.
  @Override
  protected void onStreamError(
      ChannelHandlerContext context,
      boolean outbound,
      Throwable cause,
      Http2Exception.StreamException http2) {
    LOG.debug("connection of {}: an error of HTTP/2 ends a stream", peer(), cause);
    GrpcCall call = call(connection().stream(http2.streamId()));
    if (call != null) {
      call.ended();
    }
    super.onStreamError(context, outbound, cause, http2);
  }

  /// Such as a reset by the client.
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
    if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) == null) {
      LOG.debug("connection of {}: closed", peer(), cause);
      var _ = context.close();
    } else {
      super.exceptionCaught(context, cause);
    }
  }

  /// Takes no more calls and closes with the last one.
  void depart() {
    life().departure().begin();
  }

  String peer() {
    return life().peer();
  }

  EventExecutor executor() {
    return life().context().executor();
  }

  void failed(Status status) {
    options.failures().accept(status);
  }

  /// Begins a call on a stream.
  GrpcCall open(Http2Stream stream) {
    GrpcCall call = new GrpcCall(this, stream, options.messageBytes());
    stream.setProperty(callKey, call);
    return call;
  }

  /// The call on a stream, if there is one.
  @Nullable GrpcCall call(@Nullable Http2Stream stream) {
    return stream == null ? null : stream.getProperty(callKey);
  }

  void pingAnswered(long data) {
    if (data == Departure.PING) {
      life().departure().answered();
    }
  }

  void ping(long data) {
    ChannelHandlerContext context = life().context();
    var _ = encoder().writePing(context, false, data, context.newPromise());
    context.flush();
  }

  boolean isWritable(Http2Stream stream) {
    return encoder().flowController().isWritable(stream);
  }

  void writeHeaders(Http2Stream stream) {
    ChannelHandlerContext context = life().context();
    var _ =
        encoder()
            .writeHeaders(
                context, stream.id(), StatusHeaders.RESPONSE, 0, false, context.newPromise());
    wrote();
  }

  void writeMessage(Http2Stream stream, byte[] head, Slice tail) {
    ChannelHandlerContext context = life().context();
    int length = head.length + tail.length();
    ByteBuf message = context.alloc().ioBuffer(PREFIX_BYTES + length, PREFIX_BYTES + length);
    message.writeByte(0).writeInt(length).writeBytes(head);
    message.writeBytes(tail.array(), tail.offset(), tail.length());
    var _ = encoder().writeData(context, stream.id(), message, 0, false, context.newPromise());
    wrote();
  }

  /// Ends a stream, of which the client may still think that it is open: what it sends is refused.
  void writeEnd(Http2Stream stream, Http2Headers headers) {
    ChannelHandlerContext context = life().context();
    ChannelPromise done = context.newPromise();
    var _ = encoder().writeHeaders(context, stream.id(), headers, 0, true, done);
    closeStream(stream, done);
    wrote();
  }

  /// Lets the client send as many bytes more.
  void giveBack(Http2Stream stream, int bytes) {
    try {
      if (connection().local().flowController().consumeBytes(stream, bytes)) {
        wrote();
      }
    } catch (Http2Exception e) {
      onError(life().context(), true, e);
    }
  }

  private void wrote() {
    if (!reading && !flushing) {
      flushing = true;
      executor().execute(this::flushNow);
    }
  }

  private void flushNow() {
    flushing = false;
    flush(life().context());
  }

  private void streamClosed(Http2Stream stream) {
    GrpcCall call = call(stream);
    if (call != null) {
      call.ended();
    }
    life().departure().streamEnded();
  }

  private void writabilityChanged(Http2Stream stream) {
    GrpcCall call = call(stream);
    if (call != null && isWritable(stream)) {
      call.writable();
    }
  }

  private Life life() {
    return Objects.requireNonNull(life);
  }
}
