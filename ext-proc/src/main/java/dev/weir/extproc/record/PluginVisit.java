package dev.weir.extproc.record;

import dev.weir.extproc.answer.Answer;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// What one plugin did in one exchange. Written on the stream's lane until the stream ends.
public final class PluginVisit {
  private final String plugin;
  private final long streamBegan;
  private final long began;
  private final Set<Answer.Kind> phases = EnumSet.noneOf(Answer.Kind.class);
  private long ended;
  private long inCallbacks;
  private Outcome outcome = Outcome.CONTINUE;

  /// @param streamBegan as [System#nanoTime] told it
  PluginVisit(String plugin, long streamBegan) {
    this.plugin = plugin;
    this.streamBegan = streamBegan;
    this.began = System.nanoTime();
    this.ended = began;
  }

  /// The plugin has returned from a callback.
  void called(Answer.Kind phase, long since) {
    phases.add(phase);
    ended = System.nanoTime();
    inCallbacks += ended - since;
  }

  /// The plugin has let go of what it held.
  void resumed() {
    ended = System.nanoTime();
  }

  /// The plugin has decided the exchange, or failed in it.
  void came(Outcome to) {
    ended = System.nanoTime();
    outcome = outcome.compareTo(to) >= 0 ? outcome : to;
  }

  /// `<namespace>/<name>`.
  public String plugin() {
    return plugin;
  }

  /// From the begin of the stream until the plugin was reached.
  public Duration after() {
    return Duration.ofNanos(began - streamBegan);
  }

  /// From then until it returned, let go, answered or failed, whichever came last.
  public Duration took() {
    return Duration.ofNanos(ended - began);
  }

  /// The time in its callbacks; what it spends on answers to its own calls is not in it.
  public Duration inCallbacks() {
    return Duration.ofNanos(inCallbacks);
  }

  /// The phases that it was called for, by the answers that they lead to.
  public Set<Answer.Kind> phases() {
    return Collections.unmodifiableSet(phases);
  }

  /// `IMMEDIATE` if it answered the exchange, `FAILED` if it failed, else `CONTINUE`: which plugin
  /// made which edit is not known.
  public Outcome outcome() {
    return outcome;
  }
}
