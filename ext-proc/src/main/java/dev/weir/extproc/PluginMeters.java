package dev.weir.extproc;

import dev.weir.proxywasm.abi.MetricType;
import dev.weir.proxywasm.service.PluginMetrics;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Optional;

/// Metrics that plugins define, shown as meters too.
///
/// A plugin chooses its names freely, so they are a label: as names of meters, two of them could
/// contradict each other or one of the host's. The plugin's limit bounds how many there are.
final class PluginMeters implements PluginMetrics {
  private static final String COUNTER = "weir.plugin.counter";
  private static final String GAUGE = "weir.plugin.gauge";
  private static final String HISTOGRAM = "weir.plugin.histogram";

  private final PluginMetrics metrics;
  private final MeterRegistry meters;

  /// @param metrics where they are kept
  PluginMeters(PluginMetrics metrics, MeterRegistry meters) {
    this.metrics = metrics;
    this.meters = meters;
  }

  @Override
  public Optional<Metric> define(String plugin, MetricType type, String name, int most) {
    Tags labels = Tags.of("plugin", plugin, "name", name);
    return metrics.define(plugin, type, name, most).map(metric -> shown(metric, type, labels));
  }

  /// Each instance defines its metrics anew; the first has made the meter.
  private Metric shown(Metric metric, MetricType type, Tags labels) {
    return switch (type) {
      case COUNTER -> {
        if (meters.find(COUNTER).tags(labels).meter() == null) {
          FunctionCounter.builder(COUNTER, metric, Metric::value).tags(labels).register(meters);
        }
        yield metric;
      }
      case GAUGE -> {
        if (meters.find(GAUGE).tags(labels).meter() == null) {
          Gauge.builder(GAUGE, metric, Metric::value).tags(labels).register(meters);
        }
        yield metric;
      }
      case HISTOGRAM -> new Histogram(meters.summary(HISTOGRAM, labels));
    };
  }

  /// A plugin cannot read a histogram, so its samples need be in the meter only.
  private record Histogram(DistributionSummary samples) implements Metric {
    @Override
    public void add(long amount) {
      record(amount);
    }

    @Override
    public void record(long sample) {
      samples.record((double) sample);
    }

    @Override
    public long value() {
      return 0;
    }
  }
}
