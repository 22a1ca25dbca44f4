package dev.weir.cli.bench.extproc;

import dev.weir.cli.bench.process.Envoy;
import dev.weir.cli.bench.report.BodyMode;
import dev.weir.cli.bench.report.Scenario;
import dev.weir.cli.bench.report.Setup;
import dev.weir.cli.envoy.EnvoyBootstrap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One scenario's Envoys, one per setup, all up together.
final class Fleet implements AutoCloseable {
  private static final InetSocketAddress FREE_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  /// In an Envoy's configuration, however it was sent.
  private static final Pattern CHAIN = Pattern.compile("\"authority\": \"([^\";]+@[^\";]+)");

  private final Deque<Envoy> started = new ArrayDeque<>(); // last started on top
  private final List<Deployment> deployments = new ArrayList<>();
  private final Scenario scenario;
  private final Servers servers;
  private final Place place;

  /// Where a fleet runs.
  ///
  /// @param envoy the binary
  /// @param folder to be made, for configurations and logs
  record Place(Path envoy, InetSocketAddress origin, Path filters, Path folder) {}

  private Fleet(Scenario scenario, Servers servers, Place place) {
    this.scenario = scenario;
    this.servers = servers;
    this.place = place;
  }

  static Fleet start(Scenario scenario, Servers servers, Place place) {
    var fleet = new Fleet(scenario, servers, place);
    try {
      Files.createDirectory(place.folder());
      fleet.startAll();
      return fleet;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      fleet.close();
      throw e;
    }
  }

  private void startAll() {
    InetSocketAddress origin = place.origin();
    String name = scenario.filter().module();
    Path module = place.filters().resolve(name).resolve(name + ".wasm");
    add(Setup.ALONE, Bootstraps.alone(origin));
    add(Setup.OWN_VM, Bootstraps.ownVm(origin, scenario, module));
    servers
        .noops()
        .forEach((setup, server) -> add(setup, Bootstraps.noop(origin, scenario, server)));
    add(Setup.WEIR, weir());
    if (scenario.withLongChain()) {
      add(Setup.WEIR_CHAIN, configuredByWeir(Setup.WEIR_CHAIN));
    }
  }

  /// Weir configures no proxy to buffer: one that it does configure tells the chain's name.
  private String weir() {
    String configured = configuredByWeir(Setup.WEIR);
    if (scenario.bodies() != BodyMode.BUFFERED) {
      return configured;
    }
    Envoy guide = start("guide", configured);
    Matcher chain = CHAIN.matcher(guide.admin().configuration());
    if (!chain.find()) {
      throw new IllegalStateException(
          "%s: Weir gave its proxy no chain (expected: one)".formatted(scenario.title()));
    }
    return Bootstraps.foreign(place.origin(), scenario, servers.weir().address(), chain.group(1));
  }

  private String configuredByWeir(Setup setup) {
    String label = WeirDocuments.label(setup, scenario);
    var labels = new TreeMap<>(Map.of(WeirDocuments.LABEL, label));
    return new EnvoyBootstrap("bench-" + label, "bench", FREE_PORT, servers.weir().xds(), labels)
        .yaml();
  }

  private void add(Setup setup, String bootstrap) {
    Envoy envoy = start(setup.name(), bootstrap);
    deployments.add(new Deployment(setup, scenario, envoy, servers.find(setup)));
  }

  private Envoy start(String name, String bootstrap) {
    String unique = "envoy-%s-%s".formatted(scenario.label(), name).toLowerCase(Locale.ROOT);
    Envoy envoy = Envoy.start(unique, place.envoy(), bootstrap, place.folder());
    started.push(envoy);
    return envoy;
  }

  /// In the order of [Setup].
  List<Deployment> deployments() {
    return List.copyOf(deployments);
  }

  Deployment get(Setup setup) {
    return deployments.stream()
        .filter(found -> found.setup() == setup)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("fleet: no %s".formatted(setup.title())));
  }

  Set<Long> pids() {
    return started.stream().map(Envoy::pid).collect(Collectors.toSet());
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      started.pop().close();
    }
  }
}
