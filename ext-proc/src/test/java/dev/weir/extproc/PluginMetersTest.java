package dev.weir.extproc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxywasm.abi.MetricType;
import dev.weir.proxywasm.service.PluginMetrics.Metric;
import dev.weir.proxywasm.state.LocalServices;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class PluginMetersTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final PluginMeters metrics =
      new PluginMeters(LocalServices.create(Runnable::run).metrics(), meters);

  private Metric define(MetricType type, String name) {
    return metrics.define("default/a", type, name, 10).orElseThrow();
  }

  @Test
  void showsWhatPluginsCount() {
    define(MetricType.COUNTER, "hits").add(2);
    define(MetricType.COUNTER, "hits").add(3);

    assertThat(
            meters
                .get("weir.plugin.counter")
                .tags("plugin", "default/a", "name", "hits")
                .functionCounter()
                .count())
        .isEqualTo(5);
  }

  @Test
  void showsGaugesAndSamplesBesideACounterOfTheSameName() {
    define(MetricType.COUNTER, "x").add(1);
    define(MetricType.GAUGE, "x").record(-7);
    define(MetricType.HISTOGRAM, "x").record(4);
    define(MetricType.HISTOGRAM, "x").record(6);

    assertThat(meters.get("weir.plugin.gauge").tag("name", "x").gauge().value()).isEqualTo(-7);
    assertThat(meters.get("weir.plugin.histogram").tag("name", "x").summary().totalAmount())
        .isEqualTo(10);
  }

  @Test
  void showsNoneBeyondThePluginsLimit() {
    metrics.define("default/a", MetricType.COUNTER, "one", 1);

    assertThat(metrics.define("default/a", MetricType.COUNTER, "two", 1)).isEmpty();
    assertThat(meters.find("weir.plugin.counter").tag("name", "two").functionCounter()).isNull();
  }
}
