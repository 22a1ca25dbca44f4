package dev.weir.extproc.upstream;

import dev.weir.proxywasm.service.Upstreams;
import java.util.Map;

/// The upstreams of one plugin, by the names that its resource gives them. Closing gives up the
/// clients, not the calls that are open.
public final class PluginUpstreams implements Upstreams, AutoCloseable {
  private final UpstreamPool pool;
  private final Map<String, UpstreamClient> clients;

  PluginUpstreams(UpstreamPool pool, Map<String, UpstreamClient> clients) {
    this.pool = pool;
    this.clients = Map.copyOf(clients);
  }

  @Override
  public boolean contains(String upstream) {
    return clients.containsKey(upstream);
  }

  @Override
  public Call http(HttpRequest request, HttpListener listener) {
    return client(request.upstream()).http(request, listener);
  }

  @Override
  public GrpcStream grpc(GrpcRequest request, GrpcListener listener) {
    return client(request.upstream()).grpc(request, listener);
  }

  private UpstreamClient client(String name) {
    UpstreamClient client = clients.get(name);
    if (client == null) {
      throw new IllegalArgumentException(
          "upstream: '%s' (expected: one that the plugin declares)".formatted(name));
    }
    return client;
  }

  @Override
  public void close() {
    clients.values().forEach(pool::release);
  }
}
