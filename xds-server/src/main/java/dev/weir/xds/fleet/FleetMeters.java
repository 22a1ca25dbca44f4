package dev.weir.xds.fleet;

import dev.weir.xds.compile.TypeUrls;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// What the fleet counts. Types are labels, proxies are not: their number has no bound.
public final class FleetMeters {
  private static final Map<String, String> TYPES =
      Map.of(
          TypeUrls.CLUSTER, "cluster",
          TypeUrls.ENDPOINTS, "endpoints",
          TypeUrls.LISTENER, "listener",
          TypeUrls.ROUTES, "routes",
          TypeUrls.SECRET, "secret",
          TypeUrls.EXTENSION, "slot",
          TypeUrls.CHAIN, "chain");

  private final MeterRegistry registry;
  private final AtomicInteger proxies = new AtomicInteger();
  private final AtomicInteger hosts = new AtomicInteger();
  private final AtomicInteger streams = new AtomicInteger();

  public FleetMeters(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("weir.xds.proxies", proxies, AtomicInteger::get)
        .description("connected proxies")
        .register(registry);
    Gauge.builder("weir.xds.hosts", hosts, AtomicInteger::get)
        .description("connected ext-proc hosts")
        .register(registry);
    Gauge.builder("weir.xds.streams", streams, AtomicInteger::get)
        .description("open xDS streams")
        .register(registry);
  }

  void opened() {
    streams.incrementAndGet();
  }

  void closed() {
    streams.decrementAndGet();
  }

  void connected(int connectedProxies, int connectedHosts) {
    proxies.set(connectedProxies);
    hosts.set(connectedHosts);
  }

  void sent(String typeUrl) {
    count("weir.xds.responses", typeUrl);
  }

  void accepted(String typeUrl) {
    count("weir.xds.acks", typeUrl);
  }

  void rejected(String typeUrl) {
    count("weir.xds.nacks", typeUrl);
  }

  void stale(String typeUrl) {
    count("weir.xds.stale.answers", typeUrl);
  }

  /// A request for a type that is not served to this client.
  public void unserved() {
    registry.counter("weir.xds.unserved.requests").increment();
  }

  /// A stream that was refused, and why.
  public void refused(String reason) {
    registry.counter("weir.xds.refused.streams", "reason", reason).increment();
  }

  /// A type in one word.
  static String wordOf(String typeUrl) {
    return TYPES.getOrDefault(typeUrl, "other");
  }

  private void count(String name, String typeUrl) {
    registry.counter(name, "type", wordOf(typeUrl)).increment();
  }
}
