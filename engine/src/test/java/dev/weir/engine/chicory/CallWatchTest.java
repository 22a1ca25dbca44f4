package dev.weir.engine.chicory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the watchdog makes of a call on this thread, at times that are invented.
class CallWatchTest {
  private static final long BUDGET = Duration.ofHours(1).toNanos();
  private static final long MILLI = Duration.ofMillis(1).toNanos();

  private final Watchdog watchdog = Watchdog.start();
  private final CallWatch watch = new CallWatch(watchdog, Thread.currentThread());

  @AfterEach
  void close() {
    watchdog.close();
  }

  @Test
  void letsTheWatchdogSleepUntilTheCallIsNearlyOutOfTime() {
    watch.arm(BUDGET);
    long begin = System.nanoTime();

    long sleep = watch.look(begin);

    assertThat(sleep).isPositive().isLessThanOrEqualTo(BUDGET - 2 * MILLI);
    assertThat(watch.disarm()).isFalse();
  }

  @Test
  void countsProcessorTimeBeforeTheTimeOnTheClockIsUp() {
    watch.arm(BUDGET);
    long begin = System.nanoTime();
    watch.look(begin);

    long sleep = watch.look(begin + BUDGET - MILLI);

    assertThat(sleep).as("of an hour, hardly any was used").isGreaterThan(BUDGET / 2);
    assertThat(watch.disarm()).isFalse();
  }

  @Test
  void doesNotWaitForAProcessorForEver() {
    watch.arm(BUDGET);
    long begin = System.nanoTime();
    watch.look(begin);

    watch.look(begin + 10 * BUDGET);

    assertThat(watch.disarm()).isTrue();
    assertThat(Thread.interrupted()).isFalse();
  }
}
