package dev.weir.cli.envoy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// A command whose process ends when this one does, even by SIGKILL, on Linux and macOS alike.
///
/// The shell becomes the command (so the process id, the signals and the exit code are the
/// command's own) and leaves a watcher behind, which reads the pipe that is the command's standard
/// input here. The kernel closes that pipe when this process ends in whatever way; the watcher then
/// ends the command. A line in the pipe dismisses the watcher: without it, it could signal a later
/// process that was given the same id.
public final class ChildCommand {
  private static final String SHELL =
      """
      exec 3<&0 </dev/null
      child=$$
      (
        trap '' INT HUP TERM
        if read -r _ <&3; then exit 0; fi
        kill -TERM "$child"
        tries=0
        while [ "$tries" -lt 20 ] && kill -0 "$child"; do sleep 0.1; tries=$((tries + 1)); done
        kill -KILL "$child"
      ) >/dev/null 2>&1 &
      exec 3<&-
      exec "$@"
      """;

  private ChildCommand() {}

  /// For a `ProcessBuilder` that leaves standard input a pipe, as it does by default.
  public static List<String> of(List<String> command) {
    return Stream.concat(Stream.of("/bin/sh", "-c", SHELL, "weir"), command.stream()).toList();
  }

  /// To be called when the command has ended.
  public static void dismiss(Process process) {
    try {
      process.getOutputStream().write("ended\n".getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().close();
    } catch (IOException _) {
      // The watcher is gone: nothing is left to dismiss.
    }
  }
}
