package dev.weir.extproc.server;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.function.Consumer;

/// Hears of streams that gRPC itself ended because a message was too large; a call's listener is
/// told of a cancel only.
final class LargeMessages extends ServerStreamTracer.Factory {
  private final ServerStreamTracer tracer;

  LargeMessages(Consumer<Refusal> refusals) {
    this.tracer =
        new ServerStreamTracer() {
          @Override
          public void streamClosed(Status status) {
            if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
              refusals.accept(Refusal.MESSAGE);
            }
          }
        };
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
    return tracer;
  }
}
