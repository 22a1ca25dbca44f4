package dev.weir.cli.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import org.jspecify.annotations.Nullable;

/// One keep-alive connection: at most one request under way. Owned by the slice's event loop.
final class ClientConnection extends SimpleChannelInboundHandler<ByteBuf> {
  private final LoadSlice slice;
  private final HttpHead head = new HttpHead();
  private @Nullable ChannelHandlerContext context;
  private boolean waiting;
  private final HttpBody body = new HttpBody();
  private boolean inBody;
  private long dueNanos;

  ClientConnection(LoadSlice slice) {
    this.slice = slice;
  }

  /// @param due when the request should have been sent, by [System#nanoTime]
  void send(ByteBuf request, long due) {
    if (context == null) {
      throw new IllegalStateException("connection: not open (expected: open before the slice)");
    }
    dueNanos = due;
    waiting = true;
    var _ = context.writeAndFlush(request.duplicate());
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    context = active;
    slice.idle(this);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext reading, ByteBuf bytes) {
    while (bytes.isReadable()) {
      if (!inBody) {
        if (!head.read(bytes)) {
          return;
        }
        inBody = true;
        body.begin(head);
      }
      if (!body.read(bytes)) {
        return;
      }
      answered();
    }
  }

  private void answered() {
    inBody = false;
    waiting = false;
    slice.answered(head, body, dueNanos);
    head.clear();
    slice.idle(this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext closed) {
    slice.lost(this, waiting);
    waiting = false;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
    var _ = failed.close();
  }
}
