package dev.weir.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// The `weir` command as a process of its own, on this build's class path.
final class WeirProcess implements AutoCloseable {
  private static final Duration STOP_TIME = Duration.ofSeconds(20);

  private final Process process;
  private final ConcurrentLinkedQueue<String> output = new ConcurrentLinkedQueue<>();
  private final Thread reader;

  private WeirProcess(Process process) {
    this.process = process;
    this.reader = Thread.ofPlatform().daemon().name("weir-output").start(this::read);
  }

  static WeirProcess start(List<String> arguments) {
    try {
      return new WeirProcess(
          new ProcessBuilder(command(arguments)).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the launcher script runs, without its build and with the tests' faster start.
  static List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:-DontCompileHugeMethods",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx1g",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dweir.home=" + Repository.path(""),
            "-cp",
            System.getProperty("java.class.path"),
            "dev.weir.cli.Main"));
    command.addAll(arguments);
    return command;
  }

  private void read() {
    try {
      process.inputReader().lines().forEach(output::add);
    } catch (UncheckedIOException e) {
      output.add("(no more output: " + e.getMessage() + ")");
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  boolean alive() {
    return process.isAlive();
  }

  /// Everything printed so far.
  String output() {
    return output.stream().collect(Collectors.joining("\n"));
  }

  /// Waits for the end by itself, and for the last line.
  int exitCode() {
    return awaitExit(Eventually.LONG);
  }

  /// SIGTERM, as a service manager sends it.
  int terminate() {
    process.toHandle().destroy();
    return awaitExit(STOP_TIME);
  }

  /// SIGKILL.
  void kill() {
    process.toHandle().destroyForcibly();
    awaitExit(STOP_TIME);
  }

  private int awaitExit(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            "weir still runs after %d s; its output:%n%s".formatted(atMost.toSeconds(), output()));
      }
      reader.join(STOP_TIME);
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      terminate();
    }
  }
}
