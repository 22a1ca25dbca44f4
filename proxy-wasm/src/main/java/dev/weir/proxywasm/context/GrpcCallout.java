package dev.weir.proxywasm.context;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.abi.BufferType;
import dev.weir.proxywasm.abi.Callback;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.service.Upstreams;
import dev.weir.proxywasm.service.Upstreams.GrpcRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One `proxy_grpc_call` or `proxy_grpc_stream`.
///
/// A unary call that succeeds is one receive callback, one that fails is one close callback. A
/// stream has all of them: initial metadata, messages, trailing metadata, close.
final class GrpcCallout extends Callout implements Upstreams.GrpcListener {
  private static final int OK = 0;
  private static final int INTERNAL = 13;
  private static final int UNAVAILABLE = 14;

  private final GrpcRequest request;

  /// The only message of a unary call; empty for a stream.
  private final Optional<Bytes> unary;

  private Optional<Bytes> answer = Optional.empty();
  private Upstreams.GrpcStream stream = new NotSent();

  GrpcCallout(PluginContext plugin, int token, GrpcRequest request, Optional<Bytes> unary) {
    super(plugin, token);
    this.request = request;
    this.unary = unary;
  }

  @Override
  void dispatch() {
    NotSent early = stream instanceof NotSent notSent ? notSent : new NotSent();
    stream = plugin().services().upstreams().grpc(request, this);
    early.replay(stream);
    unary.ifPresent(message -> stream.send(message, true));
  }

  @Override
  void undispatched(RuntimeException cause) {
    onClose(UNAVAILABLE, String.valueOf(cause.getMessage()));
  }

  void send(Bytes message, boolean endOfStream) {
    stream.send(message, endOfStream);
  }

  /// `proxy_grpc_close`: a unary call is given up, a stream's own side ends.
  void close() {
    if (unary.isPresent()) {
      plugin().callouts().remove(this);
      stream.cancel();
    } else {
      stream.close();
    }
  }

  @Override
  void cancel() {
    stream.cancel();
  }

  @Override
  public void onInitialMetadata(HeaderMap metadata) {
    if (unary.isEmpty()) {
      onLane(() -> {
        plugin().reply().show(MapType.GRPC_RECEIVE_INITIAL_METADATA, metadata);
        plugin().replied(Callback.GRPC_RECEIVE_INITIAL_METADATA, token(), metadata.size());
      });
    }
  }

  @Override
  public void onMessage(Bytes message) {
    onLane(() -> {
      if (unary.isPresent()) {
        answer = Optional.of(message);
      } else {
        receive(message);
      }
    });
  }

  private void receive(Bytes message) {
    plugin().reply().status(OK, "");
    plugin().reply().show(BufferType.GRPC_RECEIVE, message);
    plugin().replied(Callback.GRPC_RECEIVE, token(), message.length());
  }

  @Override
  public void onTrailingMetadata(HeaderMap metadata) {
    if (unary.isEmpty()) {
      onLane(() -> {
        plugin().reply().show(MapType.GRPC_RECEIVE_TRAILING_METADATA, metadata);
        plugin().replied(Callback.GRPC_RECEIVE_TRAILING_METADATA, token(), metadata.size());
      });
    }
  }

  @Override
  public void onClose(int status, String message) {
    complete(() -> {
      if (unary.isPresent() && status == OK && answer.isPresent()) {
        receive(answer.get());
      } else {
        boolean missing = unary.isPresent() && status == OK;
        closed(missing ? INTERNAL : status, missing ? "no message in the answer" : message);
      }
    });
  }

  private void closed(int status, String message) {
    plugin().reply().status(status, message);
    plugin().replied(Callback.GRPC_CLOSE, token(), status);
  }

  /// Stands in until the call is sent, which happens when its plugin is activated.
  private static final class NotSent implements Upstreams.GrpcStream {
    private final List<Consumer<Upstreams.GrpcStream>> calls = new ArrayList<>();

    @Override
    public void send(Bytes message, boolean endOfStream) {
      calls.add(stream -> stream.send(message, endOfStream));
    }

    @Override
    public void close() {
      calls.add(Upstreams.GrpcStream::close);
    }

    @Override
    public void cancel() {
      calls.clear();
    }

    void replay(Upstreams.GrpcStream stream) {
      calls.forEach(call -> call.accept(stream));
    }
  }
}
