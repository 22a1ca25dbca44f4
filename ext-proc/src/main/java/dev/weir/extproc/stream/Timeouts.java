package dev.weir.extproc.stream;

import java.time.Duration;

/// How long the proxy waits for an answer, as far as it is known: the protocol does not tell.
///
/// @param message the filter's `message_timeout`; zero if it is not known or does not end
/// @param longest the filter's `max_message_timeout`, up to which more time can be asked for; zero
///   if it cannot
public record Timeouts(Duration message, Duration longest) {
  public static final Timeouts UNKNOWN = new Timeouts(Duration.ZERO, Duration.ZERO);

  public Timeouts {
    if (message.isNegative() || longest.isNegative()) {
      throw new IllegalArgumentException(
          "timeouts: %s and %s (expected: none below zero)".formatted(message, longest));
    }
  }
}
