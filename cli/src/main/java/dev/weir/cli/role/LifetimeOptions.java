package dev.weir.cli.role;

import dev.weir.extproc.grpc.Lifetimes;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/// How long connections and streams last.
final class LifetimeOptions {
  @Option(
      names = "--max-connection-age",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "after which a connection takes no more streams, give or take a tenth; 0s for never"
              + " (default: 10m)")
  private Duration connectionAge = Lifetimes.DEFAULT.connectionAge().orElse(Duration.ZERO);

  @Option(
      names = "--drain",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "how long open streams may go on when this host ends (default: 15s)")
  private Duration drain = Lifetimes.DEFAULT.drain();

  /// @throws IllegalArgumentException if they make no sense
  Lifetimes resolve() {
    return new Lifetimes(Optional.of(connectionAge).filter(age -> !age.isZero()), drain);
  }
}
