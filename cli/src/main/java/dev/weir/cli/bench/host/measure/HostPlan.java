package dev.weir.cli.bench.host.measure;

import java.time.Duration;

/// How much is measured.
///
/// @param rounds of host and bare engine
/// @param slice of CPU time for each of the two within one round
/// @param warmUp at most this long for each of the two
/// @param instances started to see what one takes
/// @param loops endless loops to be stopped
/// @param longRun requests between two looks at the heap
public record HostPlan(
    int rounds, Duration slice, Duration warmUp, int instances, int loops, long longRun) {
  /// A little over a minute with the filters of this repository.
  public static final HostPlan QUICK =
      new HostPlan(5, Duration.ofMillis(60), Duration.ofSeconds(2), 8, 20, 1_000_000);

  public static final HostPlan FULL =
      new HostPlan(15, Duration.ofMillis(500), Duration.ofSeconds(20), 32, 200, 10_000_000);

  public HostPlan withLongRun(long requests) {
    return new HostPlan(rounds, slice, warmUp, instances, loops, requests);
  }
}
