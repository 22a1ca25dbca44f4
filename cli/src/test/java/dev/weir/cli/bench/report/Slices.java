package dev.weir.cli.bench.report;

import dev.weir.cli.bench.load.Faults;
import dev.weir.cli.bench.load.LoadResult;
import dev.weir.cli.bench.load.Origin;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// Slices and rounds with figures that are easy to compute by hand.
final class Slices {
  private Slices() {}

  /// One second of load.
  ///
  /// @param latencyMicros of every request
  static Slice of(long answered, long latencyMicros, Duration envoyCpu, Duration serverCpu) {
    var latency = new Histogram(3);
    latency.recordValueWithCount(latencyMicros * 1000, answered);
    var load = new LoadResult(answered, 0, 0, Duration.ofSeconds(1), latency, Faults.NONE);
    return new Slice(
        load,
        new Origin.Seen(answered, 0, 0),
        new Slice.Usage(envoyCpu, 50),
        new Slice.Usage(serverCpu, 100));
  }

  /// Weir at `speed` times the peer's 1,000 requests per second, and at that part of its CPU time.
  static Round round(double speed) {
    var slices = new EnumMap<Setup, Slice>(Setup.class);
    slices.put(Setup.ALONE, of(3000, 100, Duration.ofMillis(150), Duration.ZERO));
    slices.put(Setup.OWN_VM, of(2000, 150, Duration.ofMillis(120), Duration.ZERO));
    slices.put(Setup.NOOP_GO, of(1000, 600, Duration.ofMillis(100), Duration.ofMillis(60)));
    long answered = Math.round(1000 * speed);
    slices.put(
        Setup.WEIR,
        of(
            answered,
            350,
            Duration.ofNanos(100_000 * answered),
            Duration.ofNanos(15_000 * answered)));
    return new Round(Map.copyOf(slices), Map.copyOf(slices));
  }
}
