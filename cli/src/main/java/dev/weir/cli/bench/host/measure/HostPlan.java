package dev.weir.cli.bench.host.measure;

import java.time.Duration;
import java.util.List;

/// How much is measured.
///
/// @param bodies sizes in bytes, 0 for none
/// @param jvms in which each module is measured, one after the other
/// @param rounds of host and bare engine in each
/// @param slice of CPU time for each of the two within one round
/// @param warmUp at most so much CPU time for each of the two
/// @param instances started to see what one takes
/// @param loops endless loops to be stopped
/// @param longRun requests between two looks at the heap
public record HostPlan(
    List<Integer> bodies,
    int jvms,
    int rounds,
    Duration slice,
    Duration warmUp,
    int instances,
    int loops,
    long longRun) {
  /// Less than a minute with the filters of this repository.
  public static final HostPlan QUICK =
      new HostPlan(
          List.of(0, 4 << 10),
          1,
          5,
          Duration.ofMillis(60),
          Duration.ofMillis(1200),
          8,
          20,
          1_000_000);

  public static final HostPlan FULL =
      new HostPlan(
          List.of(0, 4 << 10, 64 << 10),
          5,
          5,
          Duration.ofMillis(200),
          Duration.ofSeconds(4),
          16,
          200,
          10_000_000);

  public HostPlan {
    bodies = List.copyOf(bodies);
  }

  public HostPlan withLongRun(long requests) {
    return new HostPlan(bodies, jvms, rounds, slice, warmUp, instances, loops, requests);
  }
}
