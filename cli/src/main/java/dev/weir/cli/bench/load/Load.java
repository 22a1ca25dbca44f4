package dev.weir.cli.bench.load;

import java.time.Duration;

/// How one slice's requests are paced.
public sealed interface Load {
  /// How long new requests are sent; answers that are still due then are waited for.
  Duration slice();

  /// Each connection sends its next request when the last one is answered: what a target can bear.
  record ClosedLoop(Duration slice) implements Load {}

  /// Requests fall due at even distances whatever the target does, so a slow answer delays no later
  /// request's clock: latency as a user would see it.
  ///
  /// @param perSecond requests that fall due in a second
  record FixedRate(Duration slice, int perSecond) implements Load {
    public FixedRate {
      if (perSecond < 1) {
        throw new IllegalArgumentException(
            "rate: %d requests per second (expected: at least 1)".formatted(perSecond));
      }
    }
  }
}
