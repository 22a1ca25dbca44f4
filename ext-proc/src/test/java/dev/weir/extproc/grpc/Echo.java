package dev.weir.extproc.grpc;

import dev.weir.extproc.wire.Slice;
import io.grpc.Status;

/// Sends each message back, as far as the client reads, and closes with the client.
class Echo implements CallHandler {
  private static final byte[] NO_HEAD = {};

  final GrpcCall call;

  Echo(GrpcCall call) {
    this.call = call;
    askForNext();
  }

  @Override
  public void onMessage(byte[] message) {
    call.send(NO_HEAD, Slice.of(message));
    askForNext();
  }

  @Override
  public void onReady() {
    askForNext();
  }

  final void askForNext() {
    if (call.isReady()) {
      call.request();
    }
  }

  @Override
  public void onHalfClose() {
    call.close(Status.OK);
  }

  @Override
  public void onCancel() {}

  @Override
  public void onComplete() {}
}
