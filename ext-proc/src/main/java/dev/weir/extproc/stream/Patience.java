package dev.weir.extproc.stream;

import dev.weir.extproc.answer.Conversation;
import dev.weir.proxywasm.Lane;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Watches the time in which the proxy waits for an answer that a plugin holds back.
///
/// ```
/// QUIET ── an answer is held ──► WAITING ── it goes out, or another message comes ──► QUIET
///                 most of the time is gone: more is asked for, once, or the stream is told
/// ```
///
/// Belongs to the stream's lane. In a duplex mode the proxy does not watch the time.
final class Patience {
  /// What is left of the proxy's time then is for the way there and a busy machine.
  private static final double SHARE = 0.7;

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
    boolean answerHeldChunk();

    /// Has what holds the exchange up fail.
    void giveUp();
  }

  Patience(Lane lane, Timeouts timeouts, Conversation conversation, Waiting stream) {
    this.lane = lane;
    this.timeouts = timeouts;
    this.conversation = conversation;
    this.stream = stream;
  }

  /// A message has come, and with it a fresh timer of the proxy.
  void restart() {
    end();
    askedForMore = false;
  }

  /// Whatever could be answered has been.
  void settled() {
    if (!conversation.isTimed()) {
      end();
    } else if (!askedForMore) {
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
    end();
    if (!time.isZero()) {
      timer = lane.schedule(this::runOut, Duration.ofNanos((long) (time.toNanos() * SHARE)));
    }
  }

  private void runOut() {
    timer = null;
    if (stream.answerHeldChunk()) {
      return;
    }
    if (askedForMore || timeouts.longest().compareTo(timeouts.message()) <= 0) {
      stream.giveUp();
      return;
    }
    askedForMore = true;
    conversation.moreTime(timeouts.longest());
    begin(timeouts.longest());
  }
}
