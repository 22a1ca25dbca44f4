package dev.weir.cli.envoy;

import dev.weir.cli.user.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// An executable that was asked for its version and is new enough for Weir.
public record EnvoyBinary(Path path, EnvoyVersion version) {
  /// `envoy --version` needs well under a second; a busy machine gets more.
  private static final Duration VERSION_TIME = Duration.ofSeconds(20);

  public EnvoyBinary {
    if (version.compareTo(EnvoyVersion.OLDEST) < 0) {
      throw new UserError(
          "%s: Envoy %s (expected: %s or newer)".formatted(path, version, EnvoyVersion.OLDEST));
    }
  }

  /// Runs the file once to learn its version.
  static EnvoyBinary of(Path path) {
    if (!Files.isExecutable(path) || Files.isDirectory(path)) {
      throw new UserError("%s: not an executable file (expected: Envoy)".formatted(path));
    }
    Finished finished = Finished.run(List.of(path.toString(), "--version"), VERSION_TIME);
    EnvoyVersion version =
        EnvoyVersion.parse(finished.output())
            .orElseThrow(() ->
                new UserError(
                    "%s --version: %s (expected: Envoy's version)"
                        .formatted(path, finished.lastLine())));
    return new EnvoyBinary(path, version);
  }
}
