package dev.weir.cli.bench;

import dev.weir.cli.bench.process.ChildProcess;
import dev.weir.cli.bench.process.Envoy;
import dev.weir.cli.bench.process.NoopPeer;
import dev.weir.cli.bench.report.Scenario;
import dev.weir.cli.bench.report.Setup;
import dev.weir.cli.envoy.EnvoyBinary;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Everything that is measured, all up together: for each scenario one Envoy per setup. The two
/// scenarios share their servers, of which only one is ever asked at a time.
public final class Fleet implements AutoCloseable {
  private final Deque<AutoCloseable> started = new ArrayDeque<>(); // last started on top
  private final List<Deployment> deployments = new ArrayList<>();
  private final Set<Long> pids = new HashSet<>();
  private final Sources sources;
  private final InetSocketAddress origin;
  private final Path folder;

  /// Where the parts come from.
  ///
  /// @param module the filter
  public record Sources(String weirVersion, EnvoyBinary envoy, Path module, NoopPeer peer) {}

  private Fleet(Sources sources, InetSocketAddress origin, Path folder) {
    this.sources = sources;
    this.origin = origin;
    this.folder = folder;
  }

  /// @param folder for configurations and logs
  static Fleet start(Sources sources, InetSocketAddress origin, Path folder) {
    var fleet = new Fleet(sources, origin, folder);
    try {
      fleet.startAll();
      return fleet;
    } catch (RuntimeException e) {
      fleet.close();
      throw e;
    }
  }

  private void startAll() {
    pids.add(ProcessHandle.current().pid());
    ChildProcess noop = server("noop", sources.peer.command());
    InetSocketAddress noopAddress = address(noop.line());
    for (Scenario scenario : Scenario.values()) {
      add(Setup.ALONE, scenario, EnvoyBootstrap.alone(origin), Optional.empty());
      add(
          Setup.OWN_VM,
          scenario,
          EnvoyBootstrap.ownVm(origin, scenario, sources.module),
          Optional.empty());
      add(
          Setup.NOOP,
          scenario,
          EnvoyBootstrap.noop(origin, scenario, noopAddress),
          Optional.of(noop));
    }
  }

  private ChildProcess server(String name, List<String> command) {
    var server = ChildProcess.start(name, command, folder);
    started.push(server);
    pids.add(server.pid());
    return server;
  }

  private void add(
      Setup setup, Scenario scenario, String bootstrap, Optional<ChildProcess> server) {
    String name = "envoy-%s-%s".formatted(setup, scenario).toLowerCase(Locale.ROOT);
    var envoy = Envoy.start(name, sources.envoy.path(), bootstrap, folder);
    started.push(envoy);
    pids.add(envoy.pid());
    deployments.add(new Deployment(setup, scenario, envoy, server, onJvm(setup)));
  }

  private boolean onJvm(Setup setup) {
    return setup == Setup.WEIR
        || (setup == Setup.NOOP && sources.peer.language() == NoopPeer.Language.JAVA);
  }

  private static InetSocketAddress address(String line) {
    int colon = line.lastIndexOf(':');
    return new InetSocketAddress(
        line.substring(0, colon), Integer.parseInt(line, colon + 1, line.length(), 10));
  }

  /// The scenario's deployments in the order of [Setup].
  List<Deployment> of(Scenario scenario) {
    return deployments.stream().filter(found -> found.scenario() == scenario).toList();
  }

  Deployment get(Scenario scenario, Setup setup) {
    return of(scenario).stream()
        .filter(found -> found.setup() == setup)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("fleet: no %s".formatted(setup.title())));
  }

  /// Every process of the run, this one among them.
  Set<Long> pids() {
    return Set.copyOf(pids);
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        System.getLogger("bench").log(System.Logger.Level.WARNING, "process: not stopped", e);
      }
    }
  }
}
