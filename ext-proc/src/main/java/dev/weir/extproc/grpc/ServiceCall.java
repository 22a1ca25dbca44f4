package dev.weir.extproc.grpc;

import dev.weir.extproc.wire.Slice;
import io.grpc.Context;
import io.grpc.InternalServer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// A call of a service that is written for grpc-java, such as health and reflection. Its listener
/// is called on the event loop; the service may answer from any thread. Metadata is left out both
/// ways.
///
/// @param <Q> a request
/// @param <A> an answer
final class ServiceCall<Q, A> extends ServerCall<Q, A> implements CallHandler {
  private final GrpcCall call;
  private final MethodDescriptor<Q, A> method;
  private ServerCall.Listener<Q> listener = new ServerCall.Listener<>() {};
  private int wanted;
  private volatile boolean cancelled;

  private ServiceCall(GrpcCall call, MethodDescriptor<Q, A> method) {
    this.call = call;
    this.method = method;
  }

  /// @param server that the service finds in its context, as reflection does
  static <Q, A> GrpcMethod method(ServerMethodDefinition<Q, A> definition, Server server) {
    Context context = Context.ROOT.withValue(InternalServer.SERVER_CONTEXT_KEY, server);
    return (call, _) -> {
      ServiceCall<Q, A> started = new ServiceCall<>(call, definition.getMethodDescriptor());
      context.run(() -> started.begin(definition));
      return started;
    };
  }

  private void begin(ServerMethodDefinition<Q, A> definition) {
    listener = definition.getServerCallHandler().startCall(this, new Metadata());
  }

  @Override
  public void onMessage(byte[] message) {
    Q request;
    try {
      request = method.parseRequest(new ByteArrayInputStream(message));
    } catch (StatusRuntimeException e) {
      call.close(e.getStatus());
      return;
    }
    listener.onMessage(request);
    wanted--;
    askForNext();
  }

  @Override
  public void onHalfClose() {
    listener.onHalfClose();
  }

  @Override
  public void onReady() {
    listener.onReady();
  }

  @Override
  public void onCancel() {
    cancelled = true;
    listener.onCancel();
  }

  @Override
  public void onComplete() {
    listener.onComplete();
  }

  @Override
  public void request(int messages) {
    onLoop(() -> {
      wanted += messages;
      askForNext();
    });
  }

  private void askForNext() {
    if (wanted > 0) {
      call.request();
    }
  }

  @Override
  public void sendHeaders(Metadata headers) {
    // they leave with the first message
  }

  @Override
  public void sendMessage(A message) {
    byte[] bytes = bytes(message);
    onLoop(() -> call.send(bytes, Slice.empty()));
  }

  @Override
  public void close(Status status, Metadata trailers) {
    onLoop(() -> call.close(status));
  }

  /// Asked on the event loop only, by services that answer there.
  @Override
  public boolean isReady() {
    return call.isReady();
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public MethodDescriptor<Q, A> getMethodDescriptor() {
    return method;
  }

  private byte[] bytes(A message) {
    try (InputStream stream = method.streamResponse(message)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void onLoop(Runnable task) {
    if (call.executor().inEventLoop()) {
      task.run();
    } else {
      call.executor().execute(task);
    }
  }
}
