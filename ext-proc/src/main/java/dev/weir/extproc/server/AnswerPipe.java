package dev.weir.extproc.server;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/// What goes to and fro on one gRPC call: messages as fast as they are wanted, answers until it is
/// closed, once. Belongs to the call's lane.
///
/// @param <A> an answer
final class AnswerPipe<A> {
  private final ServerCall<?, A> call;
  private boolean asked = true; // the first message is asked for when the call starts
  private boolean headersSent;
  private boolean closed;

  AnswerPipe(ServerCall<?, A> call) {
    this.call = call;
  }

  /// The message that was asked for is here.
  void received() {
    asked = false;
  }

  /// Whether the next message can be asked for: only while the proxy reads our answers, else the
  /// window of the stream closes, and the proxy in turn slows its senders down.
  boolean canAsk() {
    return !asked && !closed && call.isReady();
  }

  void ask() {
    asked = true;
    call.request(1);
  }

  /// Sends an answer, unless this is closed.
  ///
  /// @return whether it went out
  boolean send(A answer) {
    if (closed) {
      return false;
    }
    if (!headersSent) {
      headersSent = true;
      call.sendHeaders(new Metadata());
    }
    call.sendMessage(answer);
    return true;
  }

  void close(Status status) {
    if (!closed) {
      closed = true;
      call.close(status, new Metadata());
    }
  }

  /// The proxy has reset the stream.
  void cancelled() {
    closed = true;
  }
}
