package dev.weir.cli.conformance;

import dev.weir.cli.conformance.probe.ProbeLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A proxy with the probe in it that takes cases, and the servers behind it.
final class Rig implements AutoCloseable {
  private static final Duration START_TIME = Duration.ofSeconds(60);

  private final Upstreams upstreams;
  private final Target target;
  private final CaseRun cases;

  private Rig(Upstreams upstreams, Target target) {
    this.upstreams = upstreams;
    this.target = target;
    this.cases = new CaseRun(target, upstreams);
  }

  /// What is run.
  ///
  /// @param module the probe
  /// @param envoy the executable
  record Binaries(Path module, Path envoy) {}

  /// Returns when each of the plugins is reached.
  static Rig start(Placement placement, Binaries binaries, List<ProbePlugin> plugins)
      throws IOException, InterruptedException {
    Rig rig = open(placement, binaries, plugins);
    try {
      for (ProbePlugin plugin : plugins) {
        rig.awaitReady(placement, plugin);
      }
      return rig;
    } catch (IOException | InterruptedException e) {
      rig.close();
      throw e;
    }
  }

  private static Rig open(Placement placement, Binaries binaries, List<ProbePlugin> plugins)
      throws IOException {
    ProbeLog log = new ProbeLog();
    Upstreams upstreams = Upstreams.start(log);
    try {
      ListenerPorts ports = ListenerPorts.free();
      DocumentFolder folder =
          DocumentFolder.write(placement, binaries.module(), upstreams, ports, plugins);
      return new Rig(
          upstreams, UpTarget.start(placement.name(), folder, ports, binaries.envoy(), log));
    } catch (IOException e) {
      upstreams.close();
      throw e;
    }
  }

  private void awaitReady(Placement placement, ProbePlugin plugin)
      throws IOException, InterruptedException {
    if (!cases.awaitReady(plugin, START_TIME)) {
      throw new IOException(
          "conformance: nothing reached plugin %s in %s %s; its last lines:\n%s"
              .formatted(
                  plugin.name(),
                  placement.host,
                  alive() ? "within %d s".formatted(START_TIME.toSeconds()) : "before it ended",
                  target.lastLines()));
    }
  }

  /// False once the proxy has ended by itself.
  boolean alive() {
    return target.alive();
  }

  /// @throws IOException if a change of a plugin does not take effect
  Outcome run(Scenario scenario) throws IOException, InterruptedException {
    return cases.run(scenario);
  }

  @Override
  public void close() {
    cases.close();
    target.close();
    upstreams.close();
  }
}
