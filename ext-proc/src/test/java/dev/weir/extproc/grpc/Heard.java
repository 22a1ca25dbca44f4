package dev.weir.extproc.grpc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A method that notes what its calls hear.
final class Heard implements GrpcMethod {
  final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Function<GrpcCall, CallHandler> handlers;

  /// @param handlers what the calls do, besides
  Heard(Function<GrpcCall, CallHandler> handlers) {
    this.handlers = handlers;
  }

  @Override
  public CallHandler start(GrpcCall call, CallHeaders headers) {
    Call heard = new Call(call, handlers.apply(call));
    calls.add(heard);
    return heard;
  }

  Call last() {
    return calls.getLast();
  }

  static final class Call implements CallHandler {
    final GrpcCall call;
    final List<byte[]> messages = new ArrayList<>();
    private final CallHandler handler;
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    Call(GrpcCall call, CallHandler handler) {
      this.call = call;
      this.handler = handler;
    }

    /// Names of the events, in order, but for `ready`.
    List<String> events() {
      return List.copyOf(events);
    }

    String awaitEnd() throws InterruptedException {
      String end = ends.poll(10, TimeUnit.SECONDS);
      return end == null ? "none" : end;
    }

    @Override
    public void onMessage(byte[] message) {
      events.add("message");
      messages.add(message);
      handler.onMessage(message);
    }

    @Override
    public void onHalfClose() {
      events.add("half-close");
      handler.onHalfClose();
    }

    @Override
    public void onReady() {
      handler.onReady();
    }

    @Override
    public void onCancel() {
      end("cancel");
      handler.onCancel();
    }

    @Override
    public void onComplete() {
      end("complete");
      handler.onComplete();
    }

    private void end(String event) {
      events.add(event);
      ends.add(event);
    }
  }
}
