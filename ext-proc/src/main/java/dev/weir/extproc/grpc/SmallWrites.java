package dev.weir.extproc.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;

/// Copies the many small buffers that the HTTP/2 codec writes, two for each frame, into one, which
/// leaves at the next flush. For them the socket's bookkeeping and the system's costs more than the
/// copy.
///
/// A write that is copied counts as done: what becomes of it later becomes of the whole connection.
/// An empty buffer is none of them: it is written to learn when all before it has left. To a client
/// that does not read nothing is copied, for the codec counts the answers that it has not taken.
final class SmallWrites extends ChannelOutboundHandlerAdapter {
  private static final int SMALL_BYTES = 2 << 10;
  private static final int BUFFER_BYTES = 16 << 10;

  /// From the reader's index on waits for the flush; what is before it has gone to the socket.
  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf bytes
        && bytes.isReadable()
        && bytes.readableBytes() <= SMALL_BYTES
        && context.channel().isWritable()) {
      add(context, bytes);
      promise.trySuccess();
    } else {
      release(context);
      var _ = context.write(message, promise);
    }
  }

  private void add(ChannelHandlerContext context, ByteBuf bytes) {
    try {
      if (buffer.writableBytes() < bytes.readableBytes()) {
        release(context);
        buffer.release();
        buffer = context.alloc().ioBuffer(BUFFER_BYTES, BUFFER_BYTES);
      }
      buffer.writeBytes(bytes);
    } finally {
      ReferenceCountUtil.release(bytes);
    }
  }

  /// Writes what waits.
  private void release(ChannelHandlerContext context) {
    if (buffer.isReadable()) {
      ByteBuf waiting = buffer.readRetainedSlice(buffer.readableBytes());
      var _ = context.write(waiting, context.voidPromise());
    }
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    release(context);
    context.flush();
  }

  /// The codec closes when its last frame is written, which it takes a copied one to be.
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    flush(context);
    var _ = context.close(promise);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    buffer.release();
    buffer = Unpooled.EMPTY_BUFFER;
  }
}
