package dev.weir.xds.service;

import dev.weir.xds.fleet.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that owns the fleet's state.
public final class Owner implements Executor, Timer, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Owner.class);

  private final ScheduledThreadPoolExecutor thread;
  private final InstantSource clock;

  public Owner(InstantSource clock) {
    this.clock = clock;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("weir-xds").daemon(true).factory());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public void execute(Runnable task) {
    after(Duration.ZERO, task);
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public void after(Duration delay, Runnable task) {
    try {
      var _ = thread.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("owner: a task came after the end", e);
    }
  }

  /// A defect in one task must not end the others.
  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("owner: a task failed", e);
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
