package dev.weir.cli.conformance;

import dev.weir.cli.bench.process.JavaCommand;
import dev.weir.cli.conformance.probe.ProbeLog;
import dev.weir.cli.envoy.ChildCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// `weir up` in a process of its own, with the probe for the module of its plugins: its log is the
/// probe's log.
final class UpTarget implements Target {
  private static final Logger log = LoggerFactory.getLogger(UpTarget.class);
  private static final Duration STOP_TIME = Duration.ofSeconds(10);

  private static final int KEPT_LINES = 8;

  /// What `weir up` logs of an Envoy that ended by itself.
  private static final String ENVOY_ENDED = "Envoy ended";

  private final Process process;
  private final DocumentFolder folder;
  private final ListenerPorts ports;
  private final ProbeLog probeLog;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ConcurrentLinkedDeque<String> last = new ConcurrentLinkedDeque<>();

  private UpTarget(Process process, DocumentFolder folder, ListenerPorts ports, ProbeLog probeLog) {
    this.process = process;
    this.folder = folder;
    this.ports = ports;
    this.probeLog = probeLog;
  }

  /// Starts it; that the probe takes requests is [CaseRun#awaitReady]'s to find out.
  ///
  /// @param name names the thread that reads the log
  /// @param folder becomes this target's
  /// @param ports of the listeners in it
  /// @param envoy the executable
  /// @param probeLog is given the log
  static UpTarget start(
      String name, DocumentFolder folder, ListenerPorts ports, Path envoy, ProbeLog probeLog)
      throws IOException {
    Process process =
        new ProcessBuilder(ChildCommand.of(command(folder, ports.http(), envoy)))
            .redirectErrorStream(true)
            .start();
    UpTarget target = new UpTarget(process, folder, ports, probeLog);
    Thread.ofVirtual().name("conformance-" + name).start(target::readLog);
    return target;
  }

  private static List<String> command(DocumentFolder folder, int port, Path envoy) {
    return JavaCommand.withOwnFlags(
        "dev.weir.cli.Main",
        List.of(
            "up",
            folder.toString(),
            "--envoy=" + envoy,
            "--proxy-port=" + port,
            "--upstream-port=0",
            "--xds-port=0",
            "--ext-proc-port=0",
            "--admin-port=0",
            "--envoy-admin-port=0",
            "--envoy-arg=--concurrency",
            "--envoy-arg=1",
            "--envoy-arg=--component-log-level",
            "--envoy-arg=wasm:info"));
  }

  private void readLog() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.debug(line);
        keep(line);
        probeLog.accept(line);
        if (line.contains(ENVOY_ENDED)) {
          ended.countDown(); // though it would be started again
        }
      }
    } catch (IOException e) {
      log.debug("output ended", e);
    } finally {
      ended.countDown();
    }
  }

  private void keep(String line) {
    last.add(line);
    if (last.size() > KEPT_LINES) {
      last.remove();
    }
  }

  @Override
  public String lastLines() {
    return String.join("\n", last);
  }

  @Override
  public ListenerPorts ports() {
    return ports;
  }

  @Override
  public void change(String plugin, JsonNode spec) throws IOException {
    folder.change(plugin, spec);
  }

  @Override
  public ProbeLog log() {
    return probeLog;
  }

  @Override
  public boolean alive() {
    return ended.getCount() > 0;
  }

  @Override
  public boolean endsWithin(Duration time) throws InterruptedException {
    return ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    process.toHandle().destroy(); // Process.destroy() would close the watcher's pipe too
    try {
      if (!process.waitFor(STOP_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
        process.toHandle().destroyForcibly();
      }
      folder.delete();
    } catch (IOException e) {
      log.warn("{}: could not be removed", folder, e);
    } catch (InterruptedException e) {
      process.toHandle().destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      ChildCommand.dismiss(process);
    }
  }
}
