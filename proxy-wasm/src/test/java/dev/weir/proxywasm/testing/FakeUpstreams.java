package dev.weir.proxywasm.testing;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.service.Upstreams;
import java.util.ArrayList;
import java.util.List;

/// Upstreams `api` and `grpc`, which answer when the test says so.
public final class FakeUpstreams implements Upstreams {
  public final List<HttpRequest> requests = new ArrayList<>();
  public final List<HttpListener> listeners = new ArrayList<>();
  public final List<GrpcRequest> grpcRequests = new ArrayList<>();
  public final List<GrpcListener> grpcListeners = new ArrayList<>();
  public final List<String> events = new ArrayList<>();
  public boolean unreachable;

  /// Keeps nothing of what was asked so far.
  public void forget() {
    List.of(requests, listeners, grpcRequests, grpcListeners, events).forEach(List::clear);
  }

  @Override
  public boolean contains(String upstream) {
    return upstream.equals("api") || upstream.equals("grpc");
  }

  @Override
  public Call http(HttpRequest request, HttpListener listener) {
    if (unreachable) {
      throw new IllegalStateException("no route");
    }
    requests.add(request);
    listeners.add(listener);
    return () -> events.add("cancel");
  }

  @Override
  public GrpcStream grpc(GrpcRequest request, GrpcListener listener) {
    grpcRequests.add(request);
    grpcListeners.add(listener);
    return new GrpcStream() {
      @Override
      public void send(Bytes message, boolean endOfStream) {
        events.add("send " + message.utf8() + (endOfStream ? " end" : ""));
      }

      @Override
      public void close() {
        events.add("close");
      }

      @Override
      public void cancel() {
        events.add("cancel");
      }
    };
  }
}
