package dev.weir.xds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Supplier;

/// Waits for another process.
final class Eventually {
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Eventually() {}

  /// Asks until the answer is `expected`.
  static <T> void expect(T expected, Supplier<T> question) throws InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    T answer = question.get();
    while (!expected.equals(answer) && System.nanoTime() < end) {
      Thread.sleep(PAUSE);
      answer = question.get();
    }
    assertThat(answer).isEqualTo(expected);
  }
}
