package dev.weir.extproc.upstream;

import dev.weir.proto.v1alpha1.Upstream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The clients of a host, each for as long as a plugin declares its upstream. A chain's next
/// revision finds the connections of the one before.
///
/// Opened and released by loader threads and lanes; the lock is held while a client starts, which
/// only loader threads ask for.
public final class UpstreamPool implements AutoCloseable {
  private final Resources resources = new Resources();
  private final Map<Endpoint, Lease> leases = new HashMap<>();
  private boolean closed;

  /// A client and the number of plugins that hold it.
  private static final class Lease {
    final UpstreamClient client;
    int holders = 1;

    Lease(UpstreamClient client) {
      this.client = client;
    }
  }

  /// The clients for what a plugin declares. Reads certificates and starts clients: not for lanes.
  ///
  /// @throws IOException naming the upstream that cannot be called, and why
  public PluginUpstreams open(List<Upstream> declared) throws IOException {
    Map<String, UpstreamClient> clients = new HashMap<>();
    try {
      for (Upstream upstream : declared) {
        Endpoint endpoint = Endpoint.of(upstream);
        clients.put(upstream.getName(), lease(endpoint));
      }
    } catch (IOException e) {
      clients.values().forEach(this::release);
      throw e;
    }
    return new PluginUpstreams(this, clients);
  }

  private synchronized UpstreamClient lease(Endpoint endpoint) throws IOException {
    if (closed) {
      throw new IOException("the host is closing");
    }
    Lease known = leases.get(endpoint);
    if (known != null) {
      known.holders++;
      return known.client;
    }
    UpstreamClient client = UpstreamClient.start(endpoint, resources);
    leases.put(endpoint, new Lease(client));
    return client;
  }

  synchronized void release(UpstreamClient client) {
    Lease lease = leases.get(client.endpoint());
    if (lease != null && --lease.holders == 0) {
      leases.remove(client.endpoint());
      resources.execute(client::close);
    }
  }

  /// Ends every call that is open: its listener hears of a reset.
  @Override
  public synchronized void close() {
    closed = true;
    leases.values().forEach(lease -> lease.client.close());
    leases.clear();
    resources.close();
  }
}
