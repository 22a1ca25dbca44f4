package dev.weir.engine.chicory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/// One daemon thread that interrupts calls which take too long.
///
/// A call notes when it began, 30 ns of each. The watchdog looks at each thread's `CallWatch` twice
/// per limit, so that it sees every call that could run out of time before it does, and then waits
/// for that moment, the last of it in short sleeps. What counts is the processor time of the
/// thread: on a busy machine one that waits for its turn is not at fault. While no calls come it
/// sleeps without a timeout; a call that begins wakes it if it would look too late.
final class Watchdog implements AutoCloseable {
  /// Answer of a look where no call runs.
  static final long NOTHING = Long.MAX_VALUE;

  /// Shortest time between two looks while calls come. Looks are wake-ups, of 15 to 50 us of CPU
  /// time each on a busy machine.
  static final long LOOK_NANOS = 500_000;

  static final int LOOKS_PER_LIMIT = 2;

  /// Without any call for so long it goes to sleep: at 2 calls a second or more nobody pays for
  /// waking it.
  private static final long IDLE_NANOS = 500_000_000;

  private final List<CallWatch> watches = new CopyOnWriteArrayList<>();
  private final ThreadLocal<CallWatch> own =
      ThreadLocal.withInitial(() -> {
        CallWatch watch = new CallWatch(this, Thread.currentThread());
        watches.add(watch);
        return watch;
      });
  private final Thread thread;
  private volatile long between = Long.MAX_VALUE; // longest time until it looks again
  private volatile boolean closed;

  private Watchdog() {
    thread = Thread.ofPlatform().name("weir-watchdog").daemon().unstarted(this::run);
  }

  static Watchdog start() {
    Watchdog watchdog = new Watchdog();
    watchdog.thread.start();
    return watchdog;
  }

  /// The calling thread's watch.
  CallWatch own() {
    return own.get();
  }

  /// Part of arming a call: after its state is written, so that either this sees that the watchdog
  /// is about to look too late, or the watchdog, which reads the limits once more after saying so,
  /// sees this one.
  void lookInTimeFor(long budgetNanos) {
    long wanted = betweenLooks(budgetNanos);
    if (between > wanted) {
      between = wanted;
      LockSupport.unpark(thread);
    }
  }

  private static long betweenLooks(long budgetNanos) {
    return Math.max(budgetNanos / LOOKS_PER_LIMIT, LOOK_NANOS);
  }

  private void run() {
    long lastMoved = System.nanoTime();
    while (!closed) {
      long now = System.nanoTime();
      boolean moved = anyMoved();
      long next = look(now);
      if (moved || next != NOTHING) {
        lastMoved = now;
      }
      if (now - lastMoved > IDLE_NANOS) {
        sleep();
        lastMoved = System.nanoTime();
      } else {
        LockSupport.parkNanos(this, Math.min(next, untilNextLook()));
      }
    }
  }

  private long untilNextLook() {
    between = betweenLooks(shortestBudget());
    return betweenLooks(shortestBudget()); // once more: of a call that did not see what is between
  }

  private long shortestBudget() {
    long shortest = IDLE_NANOS;
    for (CallWatch watch : watches) {
      shortest = Math.min(shortest, watch.shortestNanos());
    }
    return shortest;
  }

  private boolean anyMoved() {
    for (CallWatch watch : watches) {
      if (watch.movedSinceLastLook()) {
        return true;
      }
    }
    return false;
  }

  private long look(long now) {
    long next = NOTHING;
    watches.removeIf(CallWatch::abandoned);
    for (CallWatch watch : watches) {
      next = Math.min(next, watch.look(now));
    }
    return next;
  }

  private void sleep() {
    between = Long.MAX_VALUE;
    while (between == Long.MAX_VALUE && !anyMoved() && !closed) {
      LockSupport.park(this);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
