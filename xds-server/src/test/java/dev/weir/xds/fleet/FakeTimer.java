package dev.weir.xds.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A clock that moves when told, and runs what is due.
final class FakeTimer implements Timer {
  private record Due(Instant at, long order, Runnable task) {}

  private final List<Due> tasks = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-21T00:00:00Z");
  private long order;

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void after(Duration delay, Runnable task) {
    tasks.add(new Due(now.plus(delay), order++, task));
  }

  /// Runs what is due now, and what that makes due.
  void settle() {
    pass(Duration.ZERO);
  }

  void pass(Duration time) {
    Instant end = now.plus(time);
    while (true) {
      Due next =
          tasks.stream()
              .filter(due -> !due.at().isAfter(end))
              .min(Comparator.comparing(Due::at).thenComparingLong(Due::order))
              .orElse(null);
      if (next == null) {
        now = end;
        return;
      }
      tasks.remove(next);
      now = next.at();
      next.task().run();
    }
  }
}
