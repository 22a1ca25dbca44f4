package dev.weir.cli.envoy;

import dev.weir.cli.user.UserError;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An Envoy that runs until [#close], started again with growing pauses when it ends by itself.
///
/// One thread starts the processes and waits for them; [#close] may be called from any other. No
/// Envoy outlives this process, however it ends: see [ChildCommand].
public final class EnvoyProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EnvoyProcess.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /// An Envoy that ran this long was healthy: the next end starts with the first pause again.
  private static final Duration HEALTHY = Duration.ofMinutes(1);

  /// Envoy ends within milliseconds of SIGTERM; a process that does not is killed.
  private static final Duration STOP_TIME = Duration.ofSeconds(5);

  /// How long after Envoy's end a [#close] still counts as its reason.
  private static final Duration CLOSE_DELAY = Duration.ofMillis(250);

  private final List<String> command;
  private final Thread owner;
  private final CountDownLatch closed = new CountDownLatch(1);

  private volatile Process process;

  private EnvoyProcess(List<String> command) {
    this.command = ChildCommand.of(command);
    try {
      this.process = launch();
    } catch (IOException e) {
      throw new UserError("Envoy could not be started: " + e.getMessage(), e);
    }
    this.owner = Thread.ofPlatform().name("envoy").daemon().unstarted(this::supervise);
  }

  /// Starts the first process.
  ///
  /// @param arguments further command line arguments of Envoy
  public static EnvoyProcess start(
      EnvoyBinary binary, EnvoyBootstrap bootstrap, List<String> arguments) {
    return start(EnvoyCommandLine.of(binary.path(), bootstrap, arguments));
  }

  static EnvoyProcess start(List<String> command) {
    EnvoyProcess envoy = new EnvoyProcess(command);
    envoy.owner.start();
    return envoy;
  }

  /// The process id of the Envoy that was started last.
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    closed.countDown();
    stop(process);
    try {
      owner.join(STOP_TIME);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void supervise() {
    Duration pause = FIRST_PAUSE;
    try {
      while (true) {
        long started = System.nanoTime();
        String end = await(process);
        if (System.nanoTime() - started > HEALTHY.toNanos()) {
          pause = FIRST_PAUSE;
        }
        if (endedByClose()) {
          return;
        }
        log.error("Envoy ended, next start in {} s: {}", pause.toSeconds(), end);
        if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        relaunch();
        pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
      }
    } catch (InterruptedException e) {
      stop(process);
    }
  }

  /// A Ctrl-C in a terminal reaches Envoy and this process at one time, so [#close] may be about to
  /// be called.
  private boolean endedByClose() throws InterruptedException {
    return closed.await(CLOSE_DELAY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void relaunch() {
    try {
      process = launch();
    } catch (IOException e) {
      log.error("Envoy could not be started: {}", e.getMessage());
      return;
    }
    // A close() at this very moment may have stopped the process before.
    if (closed.getCount() == 0) {
      stop(process);
    }
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /// Waits for the end and says what it looked like.
  private String await(Process process) throws InterruptedException {
    EnvoyLog output = new EnvoyLog(() -> closed.getCount() == 0);
    output.drain(process.getInputStream());
    int code = process.waitFor();
    ChildCommand.dismiss(process);
    return "exit code %d%s".formatted(code, output.lastLines());
  }

  private static void stop(Process process) {
    // Not Process.destroy(): it closes the pipe too, and the watcher would signal a second time.
    process.toHandle().destroy();
    try {
      if (!process.waitFor(STOP_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
        process.toHandle().destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.toHandle().destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
