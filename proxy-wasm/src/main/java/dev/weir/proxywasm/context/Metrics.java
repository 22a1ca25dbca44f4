package dev.weir.proxywasm.context;

import dev.weir.proxywasm.abi.MetricType;
import dev.weir.proxywasm.service.PluginMetrics.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The metrics that one VM defined, by id. An id's low two bits are its type and each type counts
/// in steps of four, as in proxy-wasm-cpp-host: the first counter is 4, the first gauge 5.
public final class Metrics {
  private static final int STEP = 4;
  private static final int TYPE_MASK = 3;

  private final List<List<Metric>> byType =
      List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

  private final int[] overflow = new int[byType.size()];

  public int size() {
    int sum = 0;
    for (List<Metric> metrics : byType) {
      sum += metrics.size();
    }
    return sum;
  }

  public int add(MetricType type, Metric metric) {
    List<Metric> metrics = byType.get(type.code());
    metrics.add(metric);
    return metrics.size() * STEP | type.code();
  }

  /// The id for metrics beyond the plugin's limit: one a type, which keeps nothing.
  public int overflow(MetricType type) {
    if (overflow[type.code()] == 0) {
      overflow[type.code()] = add(type, new Nothing());
    }
    return overflow[type.code()];
  }

  public Optional<MetricType> type(int id) {
    return MetricType.find(id & TYPE_MASK);
  }

  public Optional<Metric> find(int id) {
    int type = id & TYPE_MASK;
    int index = (id >>> 2) - 1;
    if (type >= byType.size() || index < 0 || index >= byType.get(type).size()) {
      return Optional.empty();
    }
    return Optional.of(byType.get(type).get(index));
  }

  private static final class Nothing implements Metric {
    @Override
    public void add(long amount) {}

    @Override
    public void record(long value) {}

    @Override
    public long value() {
      return 0;
    }
  }
}
