package dev.weir.proxywasm.testing;

import dev.weir.proxywasm.Lane;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A lane that runs what it was given when the test says so, on the test's thread and in its own
/// time.
public final class ManualLane implements Lane {
  private record Timer(long dueNanos, Runnable task) {}

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final List<Timer> timers = new ArrayList<>();

  /// Not 0: the Go runtime gives up on a clock that says so.
  private long nowNanos = 1;

  @Override
  public synchronized void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public synchronized Cancellable schedule(Runnable task, Duration delay) {
    Timer timer = new Timer(nowNanos + delay.toNanos(), task);
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  /// Runs everything that waits, and what that adds.
  public void run() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /// Lets time pass, with each timer at its moment.
  public void advance(Duration time) {
    long until = nowNanos + time.toNanos();
    run();
    for (Timer next = due(until); next != null; next = due(until)) {
      timers.remove(next);
      nowNanos = next.dueNanos();
      next.task().run();
      run();
    }
    nowNanos = until;
  }

  private @Nullable Timer due(long until) {
    return timers.stream()
        .filter(timer -> timer.dueNanos() <= until)
        .min(Comparator.comparingLong(Timer::dueNanos))
        .orElse(null);
  }

  /// Time of this lane, for a clock.
  public long nowNanos() {
    return nowNanos;
  }

  public int timers() {
    return timers.size();
  }
}
