package dev.weir.e2e;

import java.time.Duration;
import java.util.List;

/// What a list of times comes to.
record Figures(int count, Duration median, Duration p95, Duration longest) {
  static Figures of(List<Duration> times) {
    List<Duration> sorted = times.stream().sorted().toList();
    int count = sorted.size();
    return new Figures(
        count, sorted.get(count / 2), sorted.get(count * 95 / 100), sorted.getLast());
  }

  @Override
  public String toString() {
    return "%d changes, seen after %d ms (median), %d ms (95 %%), %d ms (longest)"
        .formatted(count, median.toMillis(), p95.toMillis(), longest.toMillis());
  }
}
