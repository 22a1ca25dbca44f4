package dev.weir.extproc.upstream;

import dev.weir.proxywasm.service.Upstreams.Call;
import dev.weir.proxywasm.service.Upstreams.GrpcListener;
import dev.weir.proxywasm.service.Upstreams.GrpcRequest;
import dev.weir.proxywasm.service.Upstreams.GrpcStream;
import dev.weir.proxywasm.service.Upstreams.HttpListener;
import dev.weir.proxywasm.service.Upstreams.HttpRequest;
import java.io.IOException;

/// Calls one upstream, by HTTP and by gRPC. Callable from any thread.
final class UpstreamClient implements AutoCloseable {
  private final Endpoint endpoint;
  private final HttpCaller http;
  private final GrpcCaller grpc;

  private UpstreamClient(Endpoint endpoint, HttpCaller http, GrpcCaller grpc) {
    this.endpoint = endpoint;
    this.http = http;
    this.grpc = grpc;
  }

  /// Connects to nobody yet.
  static UpstreamClient start(Endpoint endpoint, Resources resources) throws IOException {
    OpenCalls open = new OpenCalls(endpoint.bounds().requests());
    GrpcCaller grpc = GrpcCaller.create(endpoint, open, resources);
    try {
      return new UpstreamClient(endpoint, HttpCaller.start(endpoint, open, resources), grpc);
    } catch (IOException e) {
      grpc.close();
      throw e;
    }
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Call http(HttpRequest request, HttpListener listener) {
    return http.call(request, listener);
  }

  GrpcStream grpc(GrpcRequest request, GrpcListener listener) {
    return grpc.call(request, listener);
  }

  @Override
  public void close() {
    grpc.close();
    http.close();
  }
}
