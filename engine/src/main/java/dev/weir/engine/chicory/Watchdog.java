package dev.weir.engine.chicory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/// One daemon thread that interrupts calls which take too long.
///
/// A call notes when it began, 30 ns of each. The watchdog looks at each thread's `CallWatch` four
/// times per limit, so that it sees every call that could run out of time before it does, and then
/// waits for that moment, the last of it in short sleeps. What counts is the processor time of the
/// thread: on a busy machine one that waits for its turn is not at fault. While no calls come it
/// sleeps without a timeout; the next call wakes it.
final class Watchdog implements AutoCloseable {
  /// Answer of a look where no call runs.
  static final long NOTHING = Long.MAX_VALUE;

  /// Bounds of the time between two looks while calls come. Looks are wake-ups: 800 a second took
  /// 19 ms of CPU time a second on a busy machine, 12 us per request at 1,600 requests a second.
  static final long LOOK_NANOS = 500_000;

  static final int LOOKS_PER_LIMIT = 4;

  private static final long LONGEST_LOOK_NANOS = 5_000_000;

  /// Looks without any call before it goes to sleep: at 2 calls a second or more nobody pays for
  /// waking it.
  private static final int LOOKS_BEFORE_SLEEP = 100;

  private final List<CallWatch> watches = new CopyOnWriteArrayList<>();
  private final ThreadLocal<CallWatch> own =
      ThreadLocal.withInitial(() -> {
        CallWatch watch = new CallWatch(this, Thread.currentThread());
        watches.add(watch);
        return watch;
      });
  private final Thread thread;
  private volatile boolean asleep;
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

  /// Part of arming a call: after its state is written, so that either this sees the watchdog
  /// asleep or the watchdog, which looks once more after saying so, sees the call.
  void wakeIfAsleep() {
    if (asleep) {
      asleep = false;
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    int idleLooks = 0;
    while (!closed) {
      boolean moved = anyMoved();
      long next = look();
      idleLooks = moved || next != NOTHING ? 0 : idleLooks + 1;
      if (idleLooks > LOOKS_BEFORE_SLEEP) {
        sleep();
        idleLooks = 0;
      } else {
        LockSupport.parkNanos(this, Math.min(next, betweenLooks()));
      }
    }
  }

  private long betweenLooks() {
    long shortest = Long.MAX_VALUE;
    for (CallWatch watch : watches) {
      shortest = Math.min(shortest, watch.budgetNanos());
    }
    return Math.clamp(shortest / LOOKS_PER_LIMIT, LOOK_NANOS, LONGEST_LOOK_NANOS);
  }

  private boolean anyMoved() {
    for (CallWatch watch : watches) {
      if (watch.movedSinceLastLook()) {
        return true;
      }
    }
    return false;
  }

  private long look() {
    long now = System.nanoTime();
    long next = NOTHING;
    watches.removeIf(CallWatch::abandoned);
    for (CallWatch watch : watches) {
      next = Math.min(next, watch.look(now));
    }
    return next;
  }

  private void sleep() {
    asleep = true;
    while (asleep && !anyMoved() && !closed) {
      LockSupport.park(this);
    }
    asleep = false;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
