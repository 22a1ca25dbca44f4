package dev.weir.extproc.grpc;

import dev.weir.extproc.wire.Slice;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The client of a connection in memory: frames by hand, and time that passes when told to.
final class FrameClient implements AutoCloseable {
  static final String METHOD = "/test.Service/Method";

  final EmbeddedChannel channel;
  private final DefaultHttp2HeadersDecoder headers = new DefaultHttp2HeadersDecoder(true);
  private final ByteBuf unread = Unpooled.buffer();
  private final Socket socket = new Socket();
  private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);

  /// Whose client may stop reading.
  private static final class Socket extends ChannelOutboundHandlerAdapter {
    boolean full;

    @Override
    public void flush(ChannelHandlerContext context) {
      if (!full) {
        context.flush();
      }
    }
  }

  /// @param fields decoded, if it is a HEADERS frame
  record Frame(int type, int flags, int stream, Slice payload, String fields) {
    boolean isEnd() {
      return (type == Http2FrameTypes.DATA || type == Http2FrameTypes.HEADERS)
          && (flags & Wire.END_STREAM) != 0;
    }

    int number() {
      return Unpooled.wrappedBuffer(payload.toByteArray()).readInt();
    }
  }

  /// Connected, with the preface not sent.
  FrameClient(GrpcMethod method, GrpcOptions options) {
    Services services = new Services().add(TestServer.SERVICE, "Method", method);
    channel = new EmbeddedChannel();
    channel.freezeTime();
    channel.config().setAllocator(memory);
    channel.pipeline().addLast(socket);
    new ConnectionBuilder(services, options).addTo(channel.pipeline());
    channel.runPendingTasks();
  }

  /// Connected, with both sides' settings known.
  static FrameClient connected(GrpcMethod method) {
    return connected(method, TestServer.OPTIONS);
  }

  static FrameClient connected(GrpcMethod method, GrpcOptions options) {
    FrameClient client = new FrameClient(method, options);
    client.send(Wire.preface(), Wire.settings(), Wire.settingsAck());
    var _ = client.received();
    return client;
  }

  /// Opens a stream with the test's method.
  void open(int stream) {
    send(Wire.request(stream, METHOD));
  }

  /// All that is sent is there at once.
  void send(byte[]... frames) {
    channel.runPendingTasks();
    channel.writeInbound(Unpooled.wrappedBuffer(Wire.join(frames)));
    channel.runPendingTasks();
  }

  /// As [#send], unless the connection is closed by the time it arrives.
  void sendIfOpen(byte[] frame) {
    channel.runPendingTasks();
    if (channel.isActive()) {
      channel.writeInbound(Unpooled.wrappedBuffer(frame));
      channel.runPendingTasks();
    }
  }

  /// Whether it is either closed or answers.
  boolean isClosedOrAnswers() {
    readOn();
    sendIfOpen(Wire.ping(0, 42));
    return !channel.isActive()
        || received().stream().anyMatch(frame -> frame.type() == Http2FrameTypes.PING);
  }

  /// What the server sends from now on does not leave it.
  void stopReading() {
    socket.full = true;
  }

  void readOn() {
    socket.full = false;
    if (channel.isActive()) {
      channel.flushOutbound();
    }
  }

  void pass(Duration time) {
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }

  Connection connection() {
    return channel.pipeline().get(Connection.class);
  }

  /// What came since it was asked last.
  List<Frame> received() {
    channel.runPendingTasks();
    ByteBuf part;
    while ((part = channel.readOutbound()) != null) {
      unread.writeBytes(part);
      part.release();
    }
    List<Frame> frames = new ArrayList<>();
    while (unread.isReadable()) {
      frames.add(read());
    }
    return frames;
  }

  private Frame read() {
    int length = unread.readUnsignedMedium();
    int type = unread.readUnsignedByte();
    int flags = unread.readUnsignedByte();
    int stream = unread.readInt();
    byte[] payload = new byte[length];
    unread.readBytes(payload);
    return new Frame(
        type,
        flags,
        stream,
        Slice.of(payload),
        type == Http2FrameTypes.HEADERS ? fields(stream, payload) : "");
  }

  private String fields(int stream, byte[] block) {
    try {
      Http2Headers decoded = headers.decodeHeaders(stream, Unpooled.wrappedBuffer(block));
      StringBuilder text = new StringBuilder();
      decoded.forEach(
          field -> text.append(field.getKey()).append('=').append(field.getValue()).append(' '));
      return text.toString().strip();
    } catch (Http2Exception e) {
      throw new AssertionError(e);
    }
  }

  /// Frames of a type on a stream that came since it was asked last.
  List<Frame> received(int type, int stream) {
    return received().stream()
        .filter(frame -> frame.type() == type && frame.stream() == stream)
        .toList();
  }

  /// DATA of a stream, joined.
  static byte[] content(List<Frame> frames, int stream) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Frame frame : frames) {
      if (frame.type() == Http2FrameTypes.DATA && frame.stream() == stream) {
        all.writeBytes(frame.payload().toByteArray());
      }
    }
    return all.toByteArray();
  }

  @Override
  public void close() {
    channel.finishAndReleaseAll();
    channel.checkException();
    unread.release();
    long held = memory.metric().usedDirectMemory() + memory.metric().usedHeapMemory();
    if (held != 0) {
      throw new AssertionError(held + " bytes of buffers are not released");
    }
  }
}
