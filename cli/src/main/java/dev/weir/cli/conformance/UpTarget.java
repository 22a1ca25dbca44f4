package dev.weir.cli.conformance;

import dev.weir.cli.bench.process.JavaCommand;
import dev.weir.cli.conformance.probe.ProbeLog;
import dev.weir.cli.envoy.ChildCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `weir up` in a process of its own, with the probe as its only plugin: its log is the probe's
/// log.
final class UpTarget implements Target {
  private static final Logger log = LoggerFactory.getLogger(UpTarget.class);
  private static final Duration STOP_TIME = Duration.ofSeconds(10);

  /// What `weir up` logs of an Envoy that ended by itself.
  private static final String ENVOY_ENDED = "Envoy ended";

  private final Process process;
  private final Path folder;
  private final int port;
  private final ProbeLog probeLog;
  private final CountDownLatch ended = new CountDownLatch(1);

  private UpTarget(Process process, Path folder, int port, ProbeLog probeLog) {
    this.process = process;
    this.folder = folder;
    this.port = port;
    this.probeLog = probeLog;
  }

  /// Starts it; that the probe takes requests is [CaseRun#awaitReady]'s to find out.
  ///
  /// @param module the probe
  /// @param envoy the executable
  /// @param probeLog is given the log
  static UpTarget start(
      Placement placement, Path module, UpstreamPorts upstreams, Path envoy, ProbeLog probeLog)
      throws IOException {
    Path folder = Files.createTempDirectory("weir-conformance");
    Files.writeString(folder.resolve("envoy.yaml"), upstreams.filledInto(document("envoy.yaml")));
    Files.writeString(
        folder.resolve("probe.yaml"),
        upstreams
            .filledInto(document("probe.yaml"))
            .replace("PLACEMENT", placement.fields)
            .replace("MODULE", module.toString()));
    int port = freePort();
    Process process =
        new ProcessBuilder(ChildCommand.of(command(folder, port, envoy)))
            .redirectErrorStream(true)
            .start();
    UpTarget target = new UpTarget(process, folder, port, probeLog);
    Thread.ofVirtual().name("conformance-" + placement).start(target::readLog);
    return target;
  }

  private static List<String> command(Path folder, int port, Path envoy) {
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

  private static String document(String file) throws IOException {
    try (InputStream in = UpTarget.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException("conformance: %s is missing".formatted(file));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void readLog() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.debug(line);
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

  @Override
  public int port() {
    return port;
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
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
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
