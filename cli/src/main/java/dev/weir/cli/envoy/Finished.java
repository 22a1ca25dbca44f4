package dev.weir.cli.envoy;

import dev.weir.cli.user.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// A short command that has ended, and what it printed on both outputs.
record Finished(int exitCode, String output) {
  /// No command here prints more than a screen or two.
  private static final int MAX_OUTPUT_BYTES = 1 << 20;

  private static final int NOT_STARTED = 127;

  boolean ok() {
    return exitCode == 0;
  }

  String lastLine() {
    return output.lines().filter(line -> !line.isBlank()).reduce("no output", (_, last) -> last);
  }

  /// Runs to the end; a command that cannot be started ends with 127, as in a shell.
  static Finished run(List<String> command, Duration limit) {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
    } catch (IOException e) {
      return new Finished(NOT_STARTED, String.valueOf(e.getMessage()));
    }
    AtomicReference<String> output = new AtomicReference<>("");
    Thread reader = Thread.ofVirtual().start(() -> output.set(read(process)));
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new UserError(
            "%s: still running after %d s".formatted(command.getFirst(), limit.toSeconds()));
      }
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError(command.getFirst() + ": interrupted", e);
    } finally {
      process.destroyForcibly();
    }
    return new Finished(process.exitValue(), output.get());
  }

  private static String read(Process process) {
    try {
      return new String(
          process.getInputStream().readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
