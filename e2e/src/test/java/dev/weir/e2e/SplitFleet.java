package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.api.Api;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// An xds-server, ext-proc hosts and an Envoy, each a process of its own.
final class SplitFleet implements AutoCloseable {
  private static final String CLUSTER = "split";

  /// A virtual machine alone takes half a minute on a machine that is busy enough.
  private static final Duration START = Duration.ofSeconds(60);

  private final Folder folder;
  private final int xdsPort;
  private final int xdsAdminPort;
  private final int proxyPort;
  private final int proxyAdminPort;
  private final Admin admin;
  private final Map<String, WeirProcess> hosts = new HashMap<>();
  private final Map<String, Admin> hostAdmins = new HashMap<>();
  private final List<String> xdsArguments;
  private WeirProcess xdsServer;
  private Optional<NewProxy> proxy = Optional.empty();

  private SplitFleet(Folder folder, List<Integer> ports, List<String> xdsArguments) {
    this.xdsArguments = xdsArguments;
    this.folder = folder.write("envoy.yaml", EnvoyDocument.answering(CLUSTER, ports.get(0)));
    this.proxyPort = ports.get(0);
    this.xdsPort = ports.get(1);
    this.xdsAdminPort = ports.get(2);
    this.proxyAdminPort = ports.get(3);
    this.admin = new Admin(xdsAdminPort);
    this.xdsServer = newXdsServer();
  }

  /// An Envoy that comes before the xds-server tries again after up to 30 s.
  private NewProxy newProxy() {
    Eventually.await("the xds-server serves", START, admin::ready, xdsServer::output);
    InetSocketAddress xds = new InetSocketAddress(InetAddress.getLoopbackAddress(), xdsPort);
    return NewProxy.start(CLUSTER, proxyPort, proxyAdminPort, xds);
  }

  private WeirProcess newXdsServer() {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("xds-server", folder.path().toString()));
    command.addAll(List.of("--listen=127.0.0.1:" + xdsPort, "--admin=127.0.0.1:" + xdsAdminPort));
    command.addAll(xdsArguments);
    return WeirProcess.start(command);
  }

  int xdsPort() {
    return xdsPort;
  }

  /// Kills the xds-server and starts another in its place.
  void replaceXdsServer() {
    xdsServer.kill();
    xdsServer = newXdsServer();
  }

  /// Waits until the xds-server knows the hosts again.
  void awaitHostsBack() {
    hosts.keySet().forEach(this::awaitHost);
  }

  /// How many streams the proxy has to the xds-server: ADS, and one for each slot.
  long proxyStreams() {
    long hostStreams = admin.hosts().hosts().stream().filter(Api.Host::connected).count();
    return (long) meter(admin, "weir_xds_streams") - hostStreams;
  }

  /// Waits until the proxy has so many streams, and requests succeed after that.
  void awaitProxyBack(long streams) {
    Eventually.await(
        "the proxy is back", START, () -> admin.ready() && proxyStreams() >= streams, this::output);
    awaitMarker("one");
  }

  /// @param xdsArguments further arguments for the xds-server
  static SplitFleet start(Folder folder, String... xdsArguments) {
    return new SplitFleet(folder, Ports.free(4), List.of(xdsArguments));
  }

  /// Starts an ext-proc host of this name and waits until proxies are sent to it.
  SplitFleet startHost(String name) {
    return startHost(name, "--listen=" + Ports.address());
  }

  /// As [#startHost(String)], all at one time.
  SplitFleet startHosts(List<String> names) {
    names.forEach(name -> launchHost(name, "--listen=" + Ports.address()));
    names.forEach(this::awaitHost);
    return this;
  }

  /// As [#startHost(String)], with further arguments, where it listens among them.
  SplitFleet startHost(String name, String... arguments) {
    launchHost(name, arguments);
    awaitHost(name);
    return this;
  }

  private void awaitHost(String name) {
    proxy();
    awaitHosts(name + " serves", all -> all.hosts().stream().anyMatch(h -> serves(h, name)));
  }

  private void launchHost(String name, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("ext-proc", "--node-id=" + name));
    if (Stream.of(arguments).noneMatch(argument -> argument.startsWith("--xds-server="))) {
      command.add("--xds-server=127.0.0.1:" + xdsPort);
    }
    int adminPort = Ports.free(1).getFirst();
    command.add("--admin=127.0.0.1:" + adminPort);
    command.addAll(List.of(arguments));
    hosts.put(name, WeirProcess.start(command));
    Optional.ofNullable(hostAdmins.put(name, new Admin(adminPort))).ifPresent(Admin::close);
  }

  private void awaitHosts(String what, Predicate<Api.Hosts> condition) {
    Eventually.await(
        what, START, () -> admin.ready() && condition.test(admin.hosts()), this::output);
  }

  /// What every process has printed so far.
  String output() {
    StringBuilder all = new StringBuilder("xds-server:\n").append(xdsServer.output());
    hosts.forEach((name, host) -> all.append("\nhost %s:%n%s".formatted(name, host.output())));
    return all.toString();
  }

  static boolean serves(Api.Host host, String name) {
    return host.node().equals(name)
        && host.connected()
        && host.serving()
        && host.chains().stream().anyMatch(chain -> chain.state().equals("loaded"));
  }

  /// Waits until every request and response bears the marker, many times over: requests go to the
  /// hosts in turn.
  void awaitMarker(String marker) {
    Eventually.await(
        "x-marked: " + marker,
        () -> proxy().client().tryGet("/").filter(e -> marks(e, marker)).isPresent(),
        () -> proxy().client().tryGet("/"));
    for (int i = 0; i < 20; i++) {
      Exchange exchange = proxy().client().get("/");
      assertThat(marks(exchange, marker)).as("%s%n%s", exchange, output()).isTrue();
    }
  }

  private static boolean marks(Exchange exchange, String marker) {
    return exchange.status() == 200
        && exchange.header("x-marked").equals(marker)
        && exchange.header("x-seen-marked").equals(marker);
  }

  /// What is wrong with an answer to one request, where the marker is `one`; empty if nothing is.
  static String fault(Client client) {
    Exchange exchange = client.get("/");
    return exchange.status() == 200 && exchange.header("x-marked").equals("one")
        ? ""
        : exchange.toString();
  }

  WeirProcess host(String name) {
    return Objects.requireNonNull(hosts.get(name), name);
  }

  /// The value of a meter of a host, as Prometheus names it, its labels included; 0 if it is not
  /// there.
  double meter(String host, String name) {
    return meter(Objects.requireNonNull(hostAdmins.get(host)), name);
  }

  private static double meter(Admin process, String name) {
    return process
        .get("/metrics")
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  Folder folder() {
    return folder;
  }

  NewProxy proxy() {
    NewProxy started = proxy.orElseGet(this::newProxy);
    proxy = Optional.of(started);
    return started;
  }

  @Override
  public void close() {
    proxy.ifPresent(NewProxy::close);
    admin.close();
    hostAdmins.values().forEach(Admin::close);
    hosts.values().parallelStream().forEach(WeirProcess::close);
    xdsServer.close();
  }
}
