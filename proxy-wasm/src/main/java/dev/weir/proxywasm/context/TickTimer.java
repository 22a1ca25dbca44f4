package dev.weir.proxywasm.context;

import dev.weir.proxywasm.Lane;
import java.time.Duration;

/// The tick of one plugin context: the last period that it set, from the end of one tick to the
/// next.
final class TickTimer {
  private static final Lane.Cancellable NONE = () -> {};

  private final Lane lane;
  private final Runnable tick;
  private Lane.Cancellable pending = NONE;
  private Duration period = Duration.ZERO;
  private boolean running;

  TickTimer(Lane lane, Runnable tick) {
    this.lane = lane;
    this.tick = tick;
  }

  /// Zero disarms.
  void setPeriod(Duration period) {
    this.period = period;
    schedule();
  }

  boolean armed() {
    return !period.isZero();
  }

  void start() {
    running = true;
    schedule();
  }

  void stop() {
    running = false;
    schedule();
  }

  private void schedule() {
    pending.cancel();
    pending = running && armed() ? lane.schedule(this::run, period) : NONE;
  }

  private void run() {
    tick.run();
    schedule();
  }
}
