package dev.weir.e2e;

import dev.weir.cli.api.Api;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A `weir up` of its own: a process with a real Envoy, a sample upstream and free ports.
final class WeirUnderTest implements AutoCloseable {
  /// Envoy is obtained and modules are compiled once per machine; after that it is seconds.
  private static final Duration FIRST_START = Duration.ofMinutes(3);

  /// `node.cluster` of the Envoy that `weir up` starts.
  private static final String CLUSTER = "weir-up";

  private final Folder folder;
  private final WeirPorts ports;
  private final WeirProcess process;
  private final Client client;
  private final Admin admin;

  private WeirUnderTest(Folder folder, WeirPorts ports) {
    this.folder = folder;
    this.ports = ports;
    this.process = WeirProcess.start(ports.up(folder.path()));
    this.client = new Client(ports.proxy());
    this.admin = new Admin(ports.admin());
  }

  /// Starts with one listener and whatever else is in the folder; returns when requests are served.
  static WeirUnderTest start(Folder folder) {
    return startAsIs(folder.write("envoy.yaml", EnvoyDocument.forwarding(CLUSTER)));
  }

  /// Starts with the documents that are in the folder; returns when requests are served.
  static WeirUnderTest startAsIs(Folder folder) {
    WeirUnderTest weir = new WeirUnderTest(folder, WeirPorts.free());
    try {
      weir.awaitServing();
      return weir;
    } catch (AssertionError e) {
      weir.close();
      throw e;
    }
  }

  private void awaitServing() {
    Eventually.await(
        "weir up serves",
        FIRST_START,
        () -> !process.alive() || (admin.ready() && client.tryGet("/").isPresent()),
        process::output);
    if (!process.alive()) {
      throw new AssertionError("weir up ended; its output:\n" + process.output());
    }
  }

  Folder folder() {
    return folder;
  }

  Client client() {
    return client;
  }

  int proxyPort() {
    return ports.proxy();
  }

  WeirProcess process() {
    return process;
  }

  EnvoyStats stats() {
    return new EnvoyStats(ports.envoyAdmin());
  }

  Admin admin() {
    return admin;
  }

  /// What `weir doctor` prints about the Envoy of this Weir, as JSON.
  WeirProcess doctor() {
    return WeirProcess.start(
        List.of(
            "doctor",
            "http://127.0.0.1:" + ports.envoyAdmin(),
            "--admin=127.0.0.1:" + ports.admin(),
            "--output=json"));
  }

  FleetStatus status() {
    return admin.status();
  }

  /// Writes a plugin's document and waits until this change of it runs everywhere.
  void apply(String plugin, String document) {
    Optional<String> before = status().find(plugin).flatMap(Api.Plugin::revision);
    folder.write(plugin + ".yaml", document);
    awaitStatus(
        plugin + " runs everywhere",
        status -> status.ready(plugin) && !status.get(plugin).revision().equals(before));
  }

  /// Deletes a plugin's document and waits until no proxy runs it.
  void remove(String plugin) {
    List<Api.Slot> before = slots();
    folder.delete(plugin + ".yaml");
    awaitStatus(plugin + " is gone", status -> status.find(plugin).isEmpty());
    Eventually.await(
        "no proxy runs " + plugin,
        () -> !slots().equals(before) && slots().stream().allMatch(WeirUnderTest::isAcked),
        this::slots);
  }

  private List<Api.Slot> slots() {
    return admin.proxies().proxies().stream().flatMap(proxy -> proxy.slots().stream()).toList();
  }

  private static boolean isAcked(Api.Slot slot) {
    return slot.state().equals("acked");
  }

  Duration awaitStatus(String what, Predicate<FleetStatus> condition) {
    return Eventually.await(
        what, () -> condition.test(status()), () -> status() + "\n" + process.output());
  }

  /// Starts another Envoy against the same control plane.
  NewProxy newProxy() {
    return NewProxy.start(
        folder, new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.xds()));
  }

  @Override
  public void close() {
    client.close();
    admin.close();
    process.close();
  }
}
