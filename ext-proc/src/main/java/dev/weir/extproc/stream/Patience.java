package dev.weir.extproc.stream;

import dev.weir.proxywasm.Lane;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Watches the time in which the proxy waits for an answer that a plugin holds back.
///
/// ```
/// QUIET ── an answer is held ──► WAITING ── it goes out, or another message comes ──► QUIET
///                                   └── most of the time is gone ──► the stream is asked to act
/// ```
///
/// Belongs to the stream's lane. In a duplex mode the proxy does not watch the time.
final class Patience {
  /// What is left of the proxy's time then is for the way there and a busy machine.
  private static final double SHARE = 0.7;

  private final Lane lane;
  private final Timeouts timeouts;
  private final Runnable onRunningOut;
  private Lane.@Nullable Cancellable timer;

  /// @param onRunningOut what to do before the proxy loses its patience
  Patience(Lane lane, Timeouts timeouts, Runnable onRunningOut) {
    this.lane = lane;
    this.timeouts = timeouts;
    this.onRunningOut = onRunningOut;
  }

  /// The proxy waits, with a fresh timer of its own.
  void begin() {
    begin(timeouts.message());
  }

  /// The proxy has been asked for as much time as it gives.
  void beginLongest() {
    begin(timeouts.longest());
  }

  void end() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /// How long the proxy waits at most, having been asked for more time.
  Duration longest() {
    return timeouts.longest();
  }

  boolean mayAskForMore() {
    return timeouts.longest().compareTo(timeouts.message()) > 0;
  }

  private void begin(Duration time) {
    end();
    if (!time.isZero()) {
      timer = lane.schedule(this::runOut, Duration.ofNanos((long) (time.toNanos() * SHARE)));
    }
  }

  private void runOut() {
    timer = null;
    onRunningOut.run();
  }
}
