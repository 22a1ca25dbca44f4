package dev.weir.e2e;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what another process will do: nothing tells the test when, so it looks until it sees
/// it.
final class Eventually {
  /// Far beyond what anything here needs; a test that means a bound states its own.
  static final Duration LONG = Duration.ofSeconds(30);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

  private Eventually() {}

  /// Looks until `condition` holds.
  ///
  /// @param what the condition in words; `seen` is what a failure shows beside it
  /// @return how long it took
  static Duration await(String what, Duration atMost, BooleanSupplier condition, Supplier<?> seen) {
    long started = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - started > atMost.toNanos()) {
        throw new AssertionError(
            "%s: not within %d ms; last seen:%n%s".formatted(what, atMost.toMillis(), seen.get()));
      }
      pause();
    }
    return Duration.ofNanos(System.nanoTime() - started);
  }

  static Duration await(String what, BooleanSupplier condition, Supplier<?> seen) {
    return await(what, LONG, condition, seen);
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_LOOKS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
