package dev.weir.extproc.grpc;

import dev.weir.extproc.wire.Slice;
import io.grpc.Status;
import io.grpc.StatusException;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.EventExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call: an HTTP/2 stream with messages both ways. Belongs to its connection's event loop, and
/// nothing here may be called from anywhere else.
///
/// What a client sends is read on as long as its handler asks for messages; else the window of the
/// stream closes, and the client has to wait.
public final class GrpcCall {
  private static final Logger LOG = LoggerFactory.getLogger(GrpcCall.class);

  private final Connection connection;
  private final Http2Stream stream;
  private final MessageReader messages;
  private CallHandler handler = CallHandler.NONE;

  /// Bytes of the window that the client has not got back.
  private int unread;

  private boolean asked;
  private boolean delivering;
  private boolean halfClosed;
  private boolean headersSent;
  private boolean closed;

  GrpcCall(Connection connection, Http2Stream stream, int messageBytes) {
    this.connection = connection;
    this.stream = stream;
    this.messages = new MessageReader(messageBytes);
  }

  void start(GrpcMethod method, CallHeaders headers) {
    handler = method.start(this, headers);
    deliver();
  }

  /// The thread that this call belongs to.
  EventExecutor executor() {
    return connection.executor();
  }

  /// IP address of the client; empty on a Unix socket.
  public String peer() {
    return connection.peer();
  }

  /// Asks for the next message, unless it is asked for already.
  public void request() {
    if (!asked && !closed) {
      asked = true;
      deliver();
      giveBack();
    }
  }

  /// Whether what is sent now leaves soon; if not, [CallHandler#onReady] tells when.
  public boolean isReady() {
    return !closed && connection.isWritable(stream);
  }

  /// Sends a message of two parts, unless the call is over.
  ///
  /// @return whether it was taken
  public boolean send(byte[] head, Slice tail) {
    if (closed) {
      return false;
    }
    if (!headersSent) {
      headersSent = true;
      connection.writeHeaders(stream);
    }
    connection.writeMessage(stream, head, tail);
    return true;
  }

  /// Ends the call, unless it is over.
  public void close(Status status) {
    if (!closed) {
      closed = true;
      connection.writeEnd(
          stream,
          headersSent ? StatusHeaders.trailers(status) : StatusHeaders.trailersOnly(status));
    }
  }

  /// Takes a DATA frame.
  void received(ByteBuf data, int padding) {
    unread += data.readableBytes() + padding;
    if (!closed) {
      try {
        messages.add(data);
        deliver();
      } catch (StatusException e) {
        fail(e.getStatus());
      }
    }
    giveBack();
  }

  void halfClosed() {
    halfClosed = true;
    deliver();
  }

  void writable() {
    if (!closed) {
      handler.onReady();
    }
  }

  /// The stream is no more.
  void ended() {
    CallHandler last = handler;
    handler = CallHandler.NONE;
    if (closed) {
      last.onComplete();
    } else {
      closed = true;
      last.onCancel();
    }
  }

  private void fail(Status status) {
    LOG.debug("call from {} ended: {}", connection.peer(), status);
    connection.failed(status);
    CallHandler last = handler;
    handler = CallHandler.NONE;
    close(status);
    last.onCancel();
  }

  private void deliver() {
    if (delivering) {
      return;
    }
    delivering = true;
    try {
      byte[] message;
      while (asked && !closed && (message = messages.next()) != null) {
        asked = false;
        handler.onMessage(message);
      }
    } finally {
      delivering = false;
    }
    if (halfClosed && !closed && !messages.hasNext()) {
      endOfMessages();
    }
  }

  private void endOfMessages() {
    halfClosed = false;
    if (messages.isInside()) {
      fail(Status.INTERNAL.withDescription("the end of the stream inside a message"));
    } else {
      handler.onHalfClose();
    }
  }

  private void giveBack() {
    if (unread > 0 && (asked || closed)) {
      int bytes = unread;
      unread = 0;
      connection.giveBack(stream, bytes);
    }
  }
}
