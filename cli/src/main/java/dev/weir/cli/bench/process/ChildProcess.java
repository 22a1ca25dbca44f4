package dev.weir.cli.bench.process;

import dev.weir.cli.envoy.ChildCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process that lives as long as this object, and ends with this program however that ends. Its
/// standard error goes to a file.
public final class ChildProcess implements AutoCloseable {
  private static final int LOG_TAIL_LINES = 12;
  private static final int STOP_SECONDS = 3;

  private final String name;
  private final Process process;
  private final Path log;

  private ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /// Starts it; that it is ready is the caller's to find out.
  ///
  /// @param folder where the process's log goes, as `<name>.log`
  public static ChildProcess start(String name, List<String> command, Path folder) {
    Path log = folder.resolve(name + ".log");
    try {
      var process =
          new ProcessBuilder(ChildCommand.of(command)).redirectError(log.toFile()).start();
      return new ChildProcess(name, process, log);
    } catch (IOException e) {
      throw new UncheckedIOException("%s: could not be started".formatted(name), e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public CpuReading cpu() {
    try {
      return CpuReading.of(pid());
    } catch (IOException e) {
      throw new UncheckedIOException(died().getMessage(), e);
    }
  }

  public boolean alive() {
    return process.isAlive();
  }

  /// The next line of its standard output; blocks until there is one.
  public String line() {
    try {
      String line = process.inputReader(StandardCharsets.UTF_8).readLine();
      if (line == null) {
        throw died();
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What to throw when it has ended or does not answer: the end of its log says why.
  public IllegalStateException died() {
    return new IllegalStateException("%s: not running or not ready\n%s".formatted(name, logTail()));
  }

  private String logTail() {
    try {
      List<String> lines = Files.readAllLines(log);
      int from = Math.max(0, lines.size() - LOG_TAIL_LINES);
      return String.join("\n", lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "%s: not readable: %s".formatted(log, e.getMessage());
    }
  }

  @Override
  public void close() {
    process.toHandle().destroy(); // Process.destroy() would close the watcher's pipe too
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.toHandle().destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.toHandle().destroyForcibly();
      Thread.currentThread().interrupt();
    }
    ChildCommand.dismiss(process);
  }
}
