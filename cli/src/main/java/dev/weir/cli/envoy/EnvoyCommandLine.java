package dev.weir.cli.envoy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How Envoy is called.
final class EnvoyCommandLine {
  private EnvoyCommandLine() {}

  static List<String> of(Path executable, EnvoyBootstrap bootstrap, List<String> further) {
    List<String> command =
        new ArrayList<>(
            List.of(
                executable.toString(),
                // Inline: no file that a kill would leave behind.
                "--config-yaml",
                bootstrap.yaml(),
                "--log-format",
                EnvoyLog.FORMAT,
                "--log-level",
                "warning",
                // Two Envoys on one machine would otherwise meet in one shared memory region.
                "--disable-hot-restart",
                // An edited listener is meant to be seen by the next request, on kept-alive
                // connections too.
                "--drain-strategy",
                "immediate",
                "--drain-time-s",
                "5"));
    command.addAll(further);
    return List.copyOf(command);
  }
}
