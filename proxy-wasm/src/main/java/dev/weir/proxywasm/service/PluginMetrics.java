package dev.weir.proxywasm.service;

import dev.weir.proxywasm.abi.MetricType;
import java.util.Optional;

/// Where metrics that plugins define are kept. Callable from any thread.
public interface PluginMetrics {
  /// The metric of this name; equal arguments give the same metric. Metrics stay when the instance
  /// that defined them is gone, so that a bound on each instance would be none.
  ///
  /// @param most metrics that the plugin may have; empty if this one would be more
  Optional<Metric> define(String plugin, MetricType type, String name, int most);

  /// One metric; safe for use by several threads.
  interface Metric {
    /// Counter: adds. Gauge: adds, also negative.
    void add(long amount);

    /// Gauge: sets. Histogram: one sample. Counter: adds.
    void record(long value);

    /// The present value of a counter or gauge; 0 for a histogram.
    long value();
  }
}
