package dev.weir.extproc.grpc;

import java.time.Duration;
import java.util.Optional;

/// How long connections and streams last.
///
/// @param connectionAge after which a connection takes no more streams and ends with its last one,
///   up to a tenth more or less, so that proxies connect anew and spread over the lanes; for ever
///   if empty
/// @param drain how long open streams may go on when the host ends
public record Lifetimes(Optional<Duration> connectionAge, Duration drain) {
  /// A connection stays on one lane, and a proxy opens one per worker: without an end to them a
  /// lane that got many once would keep them. Leaves half of the 30 s that Kubernetes gives a pod
  /// to end to what comes before and after the drain.
  public static final Lifetimes DEFAULT =
      new Lifetimes(Optional.of(Duration.ofMinutes(10)), Duration.ofSeconds(15));

  /// How often an idle connection is asked whether its proxy still lives.
  static final Duration PING_INTERVAL = Duration.ofSeconds(30);

  /// How long the answer may take.
  static final Duration PING_ANSWER = Duration.ofSeconds(10);

  public Lifetimes {
    if (drain.isNegative()) {
      throw new IllegalArgumentException("drain: %s (expected: not below zero)".formatted(drain));
    }
    if (connectionAge.filter(age -> age.compareTo(Duration.ofSeconds(1)) < 0).isPresent()) {
      throw new IllegalArgumentException(
          "connection age: %s (expected: 1 s or more)".formatted(connectionAge.get()));
    }
  }
}
