package dev.weir.cli.bench.process;

import dev.weir.cli.bench.table.Machine;
import dev.weir.cli.envoy.ChildCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A process that lives as long as this object, and ends with this program however that ends. What
/// it prints goes to a file.
public final class ChildProcess implements AutoCloseable {
  private static final int LOG_TAIL_LINES = 12;
  private static final int STOP_SECONDS = 3;
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);

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
          new ProcessBuilder(ChildCommand.of(command))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
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

  /// Resident memory, in MB.
  public double memoryMegabytes() {
    try {
      String status = Files.readString(Path.of("/proc", Long.toString(pid()), "status"));
      return Long.parseLong(
              Machine.value(status.lines().toList(), "VmRSS").replace(" kB", "").strip())
          / 1024.0;
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(died().getMessage()), e);
    }
  }

  public boolean alive() {
    return process.isAlive();
  }

  /// Waits until it has printed a text in which a port stands.
  ///
  /// @param text whose first group is the port
  public InetSocketAddress awaitAddress(Pattern text) {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (alive() && System.nanoTime() < deadline) {
      Matcher found = text.matcher(output());
      if (found.find()) {
        return new InetSocketAddress(
            InetAddress.getLoopbackAddress(), Integer.parseInt(found.group(1)));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    throw died();
  }

  /// Waits until it has ended by itself.
  ///
  /// @return what it printed
  public String awaitEnd(Duration longest) throws InterruptedException {
    if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(
          "%s: still runs after %d s (expected: that it ends)"
              .formatted(name, longest.toSeconds()));
    }
    return output();
  }

  private String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What to throw when it has ended or does not answer: the end of its log says why.
  public IllegalStateException died() {
    return new IllegalStateException("%s: not running or not ready\n%s".formatted(name, logTail()));
  }

  private String logTail() {
    List<String> lines = output().lines().toList();
    return String.join(
        "\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
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
