package dev.weir.proxywasm;

import java.time.Duration;
import java.util.concurrent.Executor;

/// The one thread that owns a set of plugins. Everything that touches a plugin after its start runs
/// here, in the order in which it was given.
public interface Lane extends Executor {
  /// Runs `task` on this lane once `delay` has passed. Callable from any thread.
  Cancellable schedule(Runnable task, Duration delay);

  /// Whether the caller runs on this lane.
  boolean isCurrent();

  /// Takes a scheduled task back; without effect once the task has run.
  @FunctionalInterface
  interface Cancellable {
    void cancel();
  }
}
