package dev.weir.proxywasm.plugin;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How soon a plugin gets another instance after one failed.
///
/// A few failures are replaced at once: a rare bad request must not cost others anything. A plugin
/// that uses these up waits, longer each time; one that fails on still is quarantined.
final class RestartPolicy {
  /// What comes next. Quarantine is a delay too, but one that operators are told of.
  sealed interface Next {
    record AtOnce() implements Next {}

    record After(Duration delay) implements Next {}

    record Quarantine(Duration rest) implements Next {}
  }

  /// Replacements at once; each comes back after [#NANOS_PER_CREDIT] of running.
  static final int BURST = 5;

  static final int DELAYED_BEFORE_QUARANTINE = 6;
  static final Duration QUARANTINE = Duration.ofMinutes(5);
  private static final long NANOS_PER_CREDIT = Duration.ofSeconds(1).toNanos();

  /// Envoy's base for FAIL_RELOAD.
  private static final Duration BASE = Duration.ofSeconds(1);

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final RandomGenerator random;
  private long credits = BURST * NANOS_PER_CREDIT;
  private long lastNanos;
  private int delayed;

  RestartPolicy(RandomGenerator random, long nowNanos) {
    this.random = random;
    this.lastNanos = nowNanos;
  }

  /// An instance takes traffic from now on. The time without one is no time without failures.
  void running(long nowNanos) {
    lastNanos = nowNanos;
  }

  /// The instance that ran failed now, or its replacement did not start.
  Next failed(long nowNanos) {
    credits = Math.min(credits + (nowNanos - lastNanos), BURST * NANOS_PER_CREDIT);
    lastNanos = nowNanos;
    if (credits == BURST * NANOS_PER_CREDIT) {
      delayed = 0;
    }
    if (credits >= NANOS_PER_CREDIT) {
      credits -= NANOS_PER_CREDIT;
      return new Next.AtOnce();
    }
    credits = 0;
    delayed++;
    if (delayed > DELAYED_BEFORE_QUARANTINE) {
      delayed = 0;
      return new Next.Quarantine(QUARANTINE);
    }
    return new Next.After(jittered(BASE.multipliedBy(1L << (delayed - 1))));
  }

  /// Half to all of the delay, so that the lanes of a host do not restart in step.
  private Duration jittered(Duration delay) {
    long nanos = Math.min(delay.toNanos(), LONGEST.toNanos());
    return Duration.ofNanos(nanos / 2 + random.nextLong(nanos / 2 + 1));
  }
}
