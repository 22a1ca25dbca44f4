package dev.weir.extproc.grpc;

import dev.weir.extproc.wire.Slice;
import io.grpc.Status;
import io.grpc.StatusException;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.EventExecutor;
import java.util.function.Consumer;
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
  private String path = "";

  /// Bytes of the window that the client has not got back.
  private int unread;

  private boolean asked;
  private boolean delivering;
  private boolean halfClosed;
  private boolean headersSent;
  private boolean closed;
  private boolean started;
  private boolean ending;
  private boolean ended;

  GrpcCall(Connection connection, Http2Stream stream, int messageBytes) {
    this.connection = connection;
    this.stream = stream;
    this.messages = new MessageReader(messageBytes);
  }

  void start(GrpcMethod method, CallHeaders headers) {
    path = headers.path();
    try {
      handler = method.start(this, headers);
    } catch (RuntimeException | Error e) {
      failed(e);
    }
    started = true;
    if (ended) {
      tellEnd();
    } else {
      deliver();
    }
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
      end(headersSent ? StatusHeaders.trailers(status) : StatusHeaders.trailersOnly(status));
    }
  }

  /// Ends the call with what is no status as well.
  void end(Http2Headers last) {
    closed = true;
    ending = true;
    connection.writeEnd(stream, last);
    ending = false;
    if (ended) {
      executor().execute(this::tellEnd);
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
        refuse(e.getStatus());
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
      try {
        handler.onReady();
      } catch (RuntimeException | Error e) {
        failed(e);
      }
    }
  }

  /// The stream is no more, or about to be reset. It may end while the handler closes it, or before
  /// the handler is there; it hears of that when it has returned.
  void ended() {
    ended = true;
    if (started && !ending) {
      tellEnd();
    }
  }

  private void tellEnd() {
    if (closed) {
      tellLast(CallHandler::onComplete);
    } else {
      closed = true;
      tellLast(CallHandler::onCancel);
    }
  }

  private void tellLast(Consumer<CallHandler> event) {
    CallHandler last = handler;
    handler = CallHandler.NONE;
    try {
      event.accept(last);
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  /// What fails in one call is not to end the others of the connection.
  private void failed(Throwable defect) {
    LOG.error("{}: a defect of the server ended a call", path, defect);
    close(Status.INTERNAL.withDescription("the server failed"));
  }

  private void refuse(Status status) {
    LOG.debug("call from {} ended: {}", connection.peer(), status);
    connection.failed(status);
    close(status);
    tellLast(CallHandler::onCancel);
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
      if (halfClosed && !closed && !messages.hasNext()) {
        endOfMessages();
      }
    } catch (RuntimeException | Error e) {
      failed(e);
    } finally {
      delivering = false;
    }
  }

  private void endOfMessages() {
    halfClosed = false;
    if (messages.isInside()) {
      refuse(Status.INTERNAL.withDescription("the end of the stream inside a message"));
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
