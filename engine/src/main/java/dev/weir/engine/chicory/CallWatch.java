package dev.weir.engine.chicory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Where one thread says that it is inside an outermost call, and the watchdog says that the call
/// is out of time.
///
/// ```
///           arm                    disarm
///   IDLE ---------> RUNNING ------------------> IDLE
///                      |                         ^
///                      | watchdog: out of time   |
///                      v                         | disarm: flag cleared
///                   FIRING --- interrupted ---> FIRED
/// ```
///
/// Only in FIRING does the watchdog touch the thread, and out of FIRING only the watchdog moves. So
/// once `disarm` has left RUNNING or FIRED, no interrupt of this call can arrive any more: it
/// either never happens or has happened and is cleared. The sequence number in the state keeps a
/// late look of the watchdog from firing at a later call.
final class CallWatch {
  private static final int PHASE_BITS = 2;
  private static final long PHASE_MASK = 3;
  private static final long IDLE = 0;
  private static final long RUNNING = 1;
  private static final long FIRING = 2;
  private static final long FIRED = 3;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(CallWatch.class, "state", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// Time in which the thread got no processor does not count, but the waiting is bounded: by this
  /// many times the budget.
  private static final long LONGEST_WAIT_BUDGETS = 10;

  /// So long before a call is out of time the watchdog looks all the time, as long as the thread
  /// runs: on a busy machine one that wakes may wait for a processor.
  private static final long NEAR_NANOS = 2_000_000;

  /// Between two of those looks. It sleeps: a thread that stays awake is soon the one that has had
  /// its share, and Linux lets others go first for a tick (4 ms).
  private static final long NEAR_LOOK_NANOS = 50_000;

  /// Of a short limit only this part is near its end.
  private static final int NEAR_PARTS = 10;

  private final Watchdog watchdog;
  private final Thread thread;

  /// Sequence number of the call and phase; the only thing both threads write.
  private volatile long state;

  private long armed;
  private long beganNanos; // this and the next are written before `state`, and read after it
  private long budgetNanos;
  private long shortestNanos = Long.MAX_VALUE; // as beganNanos
  private boolean interruptedBefore; // written by the watchdog in FIRING

  // The watchdog's own notes: which call it saw here last, and the thread's processor time when it
  // first saw it.
  private long seenState;
  private long seenNanos;
  private long seenCpuNanos;
  private long lastLeftNanos;

  CallWatch(Watchdog watchdog, Thread thread) {
    this.watchdog = watchdog;
    this.thread = thread;
  }

  /// Starts the clock, unless an outer call on this thread runs already, whose clock then counts.
  ///
  /// @return whether the caller has to disarm
  boolean arm(long budgetNanos) {
    if ((armed & PHASE_MASK) == RUNNING) {
      return false;
    }
    this.budgetNanos = budgetNanos;
    if (budgetNanos < shortestNanos) {
      shortestNanos = budgetNanos;
    }
    beganNanos = System.nanoTime();
    armed = (((armed >> PHASE_BITS) + 1) << PHASE_BITS) | RUNNING;
    state = armed;
    watchdog.lookInTimeFor(budgetNanos);
    return true;
  }

  /// Stops the clock. Afterwards the interrupt flag is as it would be without this engine.
  ///
  /// @return whether time was up
  boolean disarm() {
    long running = armed;
    armed = running - RUNNING + IDLE;
    if (STATE.compareAndSet(this, running, armed)) {
      return false;
    }
    while (!STATE.compareAndSet(this, running - RUNNING + FIRED, armed)) {
      Thread.onSpinWait(); // FIRING: the watchdog is between two statements
    }
    Thread.interrupted();
    if (interruptedBefore) {
      thread.interrupt(); // somebody else had asked first
    }
    return true;
  }

  /// Whether the running call is out of time; asked by the thread itself, inside the call.
  boolean fired() {
    return (state & PHASE_MASK) >= FIRING;
  }

  /// One look of the watchdog.
  ///
  /// @return nanoseconds until the next look; `Watchdog.NOTHING` if none runs
  long look(long now) {
    long current = state;
    long phase = current & PHASE_MASK;
    if (phase == FIRED) {
      fire(current, current - FIRED); // still here: the host swallowed the interrupt
      return Watchdog.LOOK_NANOS;
    }
    boolean first = current != seenState;
    seenState = current;
    if (phase != RUNNING) {
      return Watchdog.NOTHING;
    }
    if (first) {
      seenNanos = now;
      seenCpuNanos = ThreadCpu.nanos(thread);
      lastLeftNanos = Long.MAX_VALUE;
    }
    // If the call ended meanwhile, these are a later one's, which has more time left.
    long near = Math.min(NEAR_NANOS, budgetNanos / NEAR_PARTS);
    long left = budgetNanos - (now - beganNanos);
    if (left <= near) {
      left = leftForWantOfCpu(now, left);
    }
    if (left <= 0) {
      fire(current, current - RUNNING);
      return Watchdog.LOOK_NANOS;
    }
    return left > near ? left - near : untilNextNearLook(left);
  }

  private long untilNextNearLook(long left) {
    boolean runs = left < lastLeftNanos;
    lastLeftNanos = left;
    return runs ? NEAR_LOOK_NANOS : Watchdog.LOOK_NANOS;
  }

  /// The plugin is not to blame while the machine is too busy to run its thread, or while the
  /// garbage collector holds it; both last longer than a callback may. What was before the first
  /// look counts whole, but not that the look came late.
  private long leftForWantOfCpu(long now, long leftOnTheClock) {
    if (now - beganNanos >= budgetNanos * LONGEST_WAIT_BUDGETS) {
      return 0;
    }
    long cpu = ThreadCpu.nanos(thread);
    if (cpu < 0 || seenCpuNanos < 0) {
      return leftOnTheClock;
    }
    long unseen = Math.min(seenNanos - beganNanos, budgetNanos / Watchdog.LOOKS_PER_LIMIT);
    return budgetNanos - unseen - (cpu - seenCpuNanos);
  }

  private void fire(long from, long call) {
    if (STATE.compareAndSet(this, from, call + FIRING)) {
      if (from == call + RUNNING) {
        interruptedBefore = thread.isInterrupted();
      }
      thread.interrupt();
      state = call + FIRED;
      seenState = call + FIRED;
    }
  }

  /// Whether a call began or ended since the last look.
  boolean movedSinceLastLook() {
    return state != seenState;
  }

  /// The shortest limit of a call so far: plugins with different ones take turns on a thread.
  long shortestNanos() {
    return state == 0 ? Long.MAX_VALUE : shortestNanos;
  }

  boolean abandoned() {
    return !thread.isAlive();
  }
}
