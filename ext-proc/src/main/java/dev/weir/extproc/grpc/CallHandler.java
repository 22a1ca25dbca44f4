package dev.weir.extproc.grpc;

/// What becomes of a call, told on its event loop. [#onCancel] or [#onComplete] comes last, and
/// once.
public interface CallHandler {
  /// The message that was asked for.
  ///
  /// @param message all of it; the handler's own from now on
  void onMessage(byte[] message);

  /// The client sends no more messages.
  void onHalfClose();

  /// What was sent has gone far enough for more.
  default void onReady() {}

  /// The call ended without being closed: by the client, or because of what the client sent.
  void onCancel();

  /// The call was closed, and what was sent on it is on its way.
  void onComplete();

  /// For a call that is over already.
  CallHandler NONE =
      new CallHandler() {
        @Override
        public void onMessage(byte[] message) {}

        @Override
        public void onHalfClose() {}

        @Override
        public void onCancel() {}

        @Override
        public void onComplete() {}
      };
}
