package dev.weir.proxywasm.state;

import dev.weir.proxywasm.abi.MetricType;
import dev.weir.proxywasm.service.PluginMetrics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// Counters and gauges as plain numbers; a histogram counts its samples.
final class InMemoryMetrics implements PluginMetrics {
  private record Key(MetricType type, String name) {}

  private final ConcurrentMap<String, Map<Key, Metric>> plugins = new ConcurrentHashMap<>();

  @Override
  public Optional<Metric> define(String plugin, MetricType type, String name, int most) {
    Map<Key, Metric> metrics = plugins.computeIfAbsent(plugin, _ -> new HashMap<>());
    synchronized (metrics) {
      Key key = new Key(type, name);
      if (metrics.size() < most) {
        metrics.computeIfAbsent(key, _ -> new Tally(type));
      }
      return Optional.ofNullable(metrics.get(key));
    }
  }

  private static final class Tally implements Metric {
    private final MetricType type;
    private final AtomicLong value = new AtomicLong();

    Tally(MetricType type) {
      this.type = type;
    }

    @Override
    public void add(long amount) {
      value.addAndGet(amount);
    }

    @Override
    public void record(long sample) {
      switch (type) {
        case COUNTER -> value.addAndGet(sample);
        case GAUGE -> value.set(sample);
        case HISTOGRAM -> value.incrementAndGet();
      }
    }

    @Override
    public long value() {
      return type == MetricType.HISTOGRAM ? 0 : value.get();
    }
  }
}
