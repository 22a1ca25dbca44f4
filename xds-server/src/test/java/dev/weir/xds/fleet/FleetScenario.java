package dev.weir.xds.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.proto.v1alpha1.FilterChain;
import dev.weir.proto.v1alpha1.HostStatus;
import dev.weir.proto.v1alpha1.Plugin;
import dev.weir.proto.v1alpha1.PluginStatus;
import dev.weir.xds.compile.EnvoyVersion;
import dev.weir.xds.compile.ProxyNode;
import dev.weir.xds.compile.TypeUrls;
import dev.weir.xds.host.ExtProcCluster;
import dev.weir.xds.status.PluginState;
import dev.weir.xds.store.Intake;
import dev.weir.xds.stream.Rejection;
import dev.weir.xds.stream.Resource;
import dev.weir.xds.support.FakeModules;
import dev.weir.xds.support.Yaml;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A fleet with a played proxy and host, and what a test does to them.
abstract class FleetScenario {
  static final String SLOT = "weir.authn";
  static final String OTHER = plugin("other", "o", "FAIL_OPEN");

  final FakeTimer timer = new FakeTimer();
  Fleet fleet = newFleet();
  final FakeModules modules = new FakeModules();
  final Intake intake = new Intake(modules);
  final Client proxy = new Client();
  final Client host = new Client();
  final List<String> left = new ArrayList<>();

  private Fleet newFleet() {
    return new Fleet(
        timer,
        Patience.DEFAULT,
        new FleetMeters(new SimpleMeterRegistry()),
        new ExtProcCluster(Optional.empty()));
  }

  /// The server ends, and another takes its place.
  void restart(String... files) {
    proxy.close();
    host.close();
    fleet = newFleet();
    publish(files);
  }

  static String plugin(String name, String rootId, String failStrategy) {
    return Yaml.plugin(
        name,
        "url: file:///m/%s.wasm\npluginName: %s\nphase: AUTHN\nfailStrategy: %s"
            .formatted(name, rootId, failStrategy));
  }

  void publish(String... files) {
    fleet.publish(intake.read(Yaml.documents(files)));
    timer.settle();
  }

  void connectHost(Client client, String id) {
    client.open(fleet.host(id, client));
    client.subscribe(TypeUrls.CHAIN);
    fleet
        .reporter(id, () -> left.add(id))
        .report(HostStatus.newBuilder().setHost(id).setAddress("127.0.0.1:" + id.length()).build());
    timer.settle();
  }

  /// A host that is about to end says so.
  void drain(String id) {
    fleet
        .reporter(id, () -> left.add(id))
        .report(
            HostStatus.newBuilder()
                .setHost(id)
                .setAddress("127.0.0.1:" + id.length())
                .setDraining(true)
                .build());
    timer.settle();
  }

  void connectProxy(Client client, String id) {
    ProxyNode node =
        new ProxyNode(id, "", Optional.empty(), Map.of(), EnvoyVersion.LEVELS.getFirst());
    client.open(fleet.proxy(node, client));
    client.subscribe(TypeUrls.EXTENSION, SLOT);
    timer.settle();
  }

  /// The ports of the hosts that a proxy knows.
  static List<Integer> ports(Client client) {
    Resource resource = client.has.get(ExtProcCluster.NAME);
    if (resource == null) {
      return List.of();
    }
    try {
      return resource.body().unpack(ClusterLoadAssignment.class).getEndpointsList().stream()
          .flatMap(locality -> locality.getLbEndpointsList().stream())
          .map(host -> host.getEndpoint().getAddress().getSocketAddress().getPortValue())
          .toList();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  void answerAll() {
    for (int i = 0; i < 10; i++) {
      host.answer(FleetTest::refuseBroken);
      timer.settle();
      proxy.answer();
      timer.settle();
    }
  }

  /// Hosts cannot load a plugin whose root id is `broken`.
  static Optional<Rejection> refuseBroken(Resource resource) {
    return plugins(resource).stream()
        .filter(plugin -> plugin.getRootId().equals("broken"))
        .findFirst()
        .map(plugin ->
            new Rejection(
                "no",
                List.of(Any.pack(PluginStatus.newBuilder().setName(plugin.getName()).build()))));
  }

  static List<Plugin> plugins(Resource resource) {
    try {
      return resource.body().unpack(FilterChain.class).getPluginsList();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /// Root ids of what the only chain of the host runs; `name!` for one that cannot run.
  List<String> running() {
    assertThat(host.has).hasSize(1);
    return plugins(host.has.values().iterator().next()).stream()
        .map(plugin ->
            plugin.getUnavailableReason().isEmpty() ? plugin.getRootId() : plugin.getName() + "!")
        .toList();
  }

  String slot() {
    Resource content = proxy.has.get(SLOT);
    return content == null ? "" : content.version();
  }

  PluginState state(String name) {
    return fleet.status().plugins().stream()
        .filter(plugin -> plugin.name().equals("default/" + name))
        .findFirst()
        .orElseThrow();
  }
}
