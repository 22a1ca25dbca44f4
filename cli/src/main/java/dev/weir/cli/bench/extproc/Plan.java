package dev.weir.cli.bench.extproc;

import java.time.Duration;

/// How long a run measures.
///
/// @param rounds rounds that must count, per scenario
/// @param slice one setup under one load, within one round
/// @param warmUp at most this long per scenario for a server on a JVM
public record Plan(int rounds, Duration slice, Duration warmUp) {
  /// Under three minutes with two scenarios.
  public static final Plan QUICK = new Plan(4, Duration.ofMillis(1300), Duration.ofSeconds(20));

  /// As many rounds as a median needs on a noisy machine; about a quarter of an hour.
  public static final Plan FULL = new Plan(12, Duration.ofSeconds(3), Duration.ofSeconds(60));

  /// Warm-up for what is native code and has only connections to open.
  static final Duration SHORT_WARM_UP = Duration.ofSeconds(1);

  public Plan {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds: %d (expected: at least 1)".formatted(rounds));
    }
  }

  /// Discarded rounds are run again, but not for ever.
  int attempts() {
    return rounds + Math.max(2, rounds / 2);
  }

  public Plan withRounds(int other) {
    return new Plan(other, slice, warmUp);
  }
}
