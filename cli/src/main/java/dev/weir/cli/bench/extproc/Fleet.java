package dev.weir.cli.bench.extproc;

import dev.weir.cli.bench.process.ChildProcess;
import dev.weir.cli.bench.process.Envoy;
import dev.weir.cli.bench.process.NoopPeer;
import dev.weir.cli.bench.report.Scenario;
import dev.weir.cli.bench.report.Setup;
import dev.weir.cli.envoy.EnvoyBinary;
import dev.weir.cli.envoy.EnvoyBootstrap;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Everything that is measured, all up together: for each scenario one Envoy per setup. The two
/// scenarios share their servers, of which only one is ever asked at a time.
public final class Fleet implements AutoCloseable {
  private static final Pattern NOOP_PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)\n");
  private static final InetSocketAddress FREE_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

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
    ChildProcess noop = own(ChildProcess.start("noop", sources.peer.command(), folder));
    InetSocketAddress noopAddress = noop.awaitAddress(NOOP_PORT);
    Path documents = WeirDocuments.write(folder.resolve("weir"), origin, sources.module);
    WeirServers weir = WeirServers.start(documents, folder);
    own(weir.xdsServer());
    own(weir.extProc());
    for (Scenario scenario : Scenario.values()) {
      add(Setup.ALONE, scenario, Bootstraps.alone(origin));
      add(Setup.OWN_VM, scenario, Bootstraps.ownVm(origin, scenario, sources.module));
      add(Setup.NOOP, scenario, Bootstraps.noop(origin, scenario, noopAddress), Optional.of(noop));
      add(Setup.WEIR, scenario, weir(scenario, weir), Optional.of(weir.extProc()));
    }
  }

  private static String weir(Scenario scenario, WeirServers weir) {
    var labels = new TreeMap<>(Map.of(WeirDocuments.LABEL, scenario.label()));
    return new EnvoyBootstrap("bench-" + scenario.label(), "bench", FREE_PORT, weir.xds(), labels)
        .yaml();
  }

  private void add(Setup setup, Scenario scenario, String bootstrap) {
    add(setup, scenario, bootstrap, Optional.empty());
  }

  private void add(
      Setup setup, Scenario scenario, String bootstrap, Optional<ChildProcess> server) {
    String name = "envoy-%s-%s".formatted(setup, scenario).toLowerCase(Locale.ROOT);
    var envoy = Envoy.start(name, sources.envoy.path(), bootstrap, folder);
    started.push(envoy);
    pids.add(envoy.pid());
    deployments.add(new Deployment(setup, scenario, envoy, server, onJvm(setup)));
  }

  private ChildProcess own(ChildProcess server) {
    started.push(server);
    pids.add(server.pid());
    return server;
  }

  private boolean onJvm(Setup setup) {
    return setup == Setup.WEIR
        || (setup == Setup.NOOP && sources.peer.language() == NoopPeer.Language.JAVA);
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
