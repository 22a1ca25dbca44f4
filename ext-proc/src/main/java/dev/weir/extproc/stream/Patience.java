package dev.weir.extproc.stream;

import dev.weir.extproc.answer.Conversation;
import dev.weir.extproc.wire.Direction;
import dev.weir.proxywasm.Lane;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Watches the time in which the proxy waits for an answer in one direction that a plugin holds
/// back.
///
/// ```
/// QUIET ── an answer is held ──► WAITING ── it goes out, or another message comes ──► QUIET
///                 most of the time is gone: more is asked for, once, or the stream is told
/// ```
///
/// Belongs to the stream's lane. In a duplex mode the proxy does not watch the time.
final class Patience {
  /// What is left of the proxy's time then is for the way there and a busy machine: this share, and
  /// no more than the time below, so that plugins' own limits come first.
  private static final double RESERVED_SHARE = 0.3;

  private static final Duration MOST_RESERVED = Duration.ofMillis(500);

  private final Direction direction;
  private final Lane lane;
  private final Timeouts timeouts;
  private final Conversation conversation;
  private final Waiting stream;
  private Lane.@Nullable Cancellable timer;
  private boolean askedForMore;

  /// What a stream does before the proxy gives it up.
  interface Waiting {
    /// Answers without letting go of anything.
    ///
    /// @return whether that was possible
    boolean answerHeldChunk(Direction direction);

    /// Has what holds the message up fail.
    void giveUp(Direction direction);
  }

  Patience(
      Direction direction,
      Lane lane,
      Timeouts timeouts,
      Conversation conversation,
      Waiting stream) {
    this.direction = direction;
    this.lane = lane;
    this.timeouts = timeouts;
    this.conversation = conversation;
    this.stream = stream;
  }

  /// A message of this direction has come, and with it a fresh timer of the proxy.
  void restart() {
    end();
    askedForMore = false;
  }

  /// Whatever could be answered has been. A timer that runs goes on: the proxy's does as well.
  void settled() {
    if (!conversation.isTimed(direction)) {
      end();
    } else if (timer == null && !askedForMore) {
      begin(timeouts.message());
    }
  }

  void end() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void begin(Duration time) {
    if (!time.isZero()) {
      timer = lane.schedule(this::runOut, time.minus(reserved(time)));
    }
  }

  private static Duration reserved(Duration time) {
    Duration share = Duration.ofNanos((long) (time.toNanos() * RESERVED_SHARE));
    return share.compareTo(MOST_RESERVED) < 0 ? share : MOST_RESERVED;
  }

  private void runOut() {
    timer = null;
    if (stream.answerHeldChunk(direction) && !conversation.isTimed(direction)) {
      return;
    }
    end();
    if (askedForMore || timeouts.longest().compareTo(timeouts.message()) <= 0) {
      stream.giveUp(direction);
      return;
    }
    askedForMore = true;
    conversation.moreTime(direction, timeouts.longest());
    begin(timeouts.longest());
  }
}
