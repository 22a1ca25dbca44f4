package dev.weir.xds.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.proto.v1alpha1.FilterChain;
import dev.weir.proto.v1alpha1.HostStatus;
import dev.weir.proto.v1alpha1.Plugin;
import dev.weir.proto.v1alpha1.PluginStatus;
import dev.weir.xds.compile.EnvoyVersion;
import dev.weir.xds.compile.ExtProcCluster;
import dev.weir.xds.compile.ProxyNode;
import dev.weir.xds.compile.SlotCompiler;
import dev.weir.xds.compile.TypeUrls;
import dev.weir.xds.status.PluginState;
import dev.weir.xds.store.Intake;
import dev.weir.xds.stream.Rejection;
import dev.weir.xds.stream.Resource;
import dev.weir.xds.support.FakeModules;
import dev.weir.xds.support.Yaml;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Who gets what when, and who keeps what when something goes wrong.
class FleetTest {
  private static final String SLOT = "weir.authn";
  private static final String OTHER = plugin("other", "o", "FAIL_OPEN");

  private final FakeTimer timer = new FakeTimer();
  private final Fleet fleet =
      new Fleet(timer, Patience.DEFAULT, new FleetMeters(new SimpleMeterRegistry()));
  private final FakeModules modules = new FakeModules();
  private final Intake intake = new Intake(modules);
  private final Client proxy = new Client();
  private final Client host = new Client();

  private static String plugin(String name, String rootId, String failStrategy) {
    return Yaml.plugin(
        name,
        "url: file:///m/%s.wasm\npluginName: %s\nphase: AUTHN\nfailStrategy: %s"
            .formatted(name, rootId, failStrategy));
  }

  private void publish(String... files) {
    fleet.publish(intake.read(Yaml.documents(files)));
    timer.settle();
  }

  private void connectHost(Client client, String id) {
    client.open(fleet.host(id, client));
    client.subscribe(TypeUrls.CHAIN);
    fleet
        .reporter(id)
        .report(HostStatus.newBuilder().setHost(id).setAddress("127.0.0.1:" + id.length()).build());
    timer.settle();
  }

  private void connectProxy(Client client, String id) {
    ProxyNode node =
        new ProxyNode(id, "", Optional.empty(), Map.of(), EnvoyVersion.LEVELS.getFirst());
    client.open(fleet.proxy(node, client));
    client.subscribe(TypeUrls.EXTENSION, SLOT);
    timer.settle();
  }

  private void answerAll() {
    for (int i = 0; i < 10; i++) {
      host.answer(FleetTest::refuseBroken);
      timer.settle();
      proxy.answer();
      timer.settle();
    }
  }

  /// Hosts cannot load a plugin whose root id is `broken`.
  private static Optional<Rejection> refuseBroken(Resource resource) {
    return plugins(resource).stream()
        .filter(plugin -> plugin.getRootId().equals("broken"))
        .findFirst()
        .map(plugin ->
            new Rejection(
                "no",
                List.of(Any.pack(PluginStatus.newBuilder().setName(plugin.getName()).build()))));
  }

  private static List<Plugin> plugins(Resource resource) {
    try {
      return resource.body().unpack(FilterChain.class).getPluginsList();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /// Root ids of what the only chain of the host runs; `name!` for one that cannot run.
  private List<String> running() {
    assertThat(host.has).hasSize(1);
    return plugins(host.has.values().iterator().next()).stream()
        .map(plugin ->
            plugin.getUnavailableReason().isEmpty() ? plugin.getRootId() : plugin.getName() + "!")
        .toList();
  }

  private String slot() {
    Resource content = proxy.has.get(SLOT);
    return content == null ? "" : content.version();
  }

  private PluginState state(String name) {
    return fleet.status().plugins().stream()
        .filter(plugin -> plugin.name().equals("default/" + name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void movesASlotOnlyWhenTheHostHasLoadedTheChain() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");
    assertThat(proxy.waiting).isEmpty();

    host.answer();
    timer.settle();

    assertThat(proxy.waiting).hasSize(1);
  }

  @Test
  void waitsForEveryHost() {
    Client second = new Client();
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectHost(second, "h2");
    connectProxy(proxy, "x");

    host.answer();
    timer.settle();
    assertThat(proxy.waiting).isEmpty();
    second.answer();
    timer.settle();

    assertThat(proxy.waiting).hasSize(1);
  }

  @Test
  void leavesTheDecisionToTheProxyWhenNoHostComes() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectProxy(proxy, "x");

    timer.pass(Patience.DEFAULT.firstHost().plusSeconds(2));

    assertThat(proxy.waiting).hasSize(1);
    proxy.answer();
    assertThat(slot()).isNotEqualTo(SlotCompiler.passThrough(SLOT).version());
  }

  @Test
  void keepsALiveSlotWhileThereIsNoHost() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");
    answerAll();
    String before = slot();
    host.close();

    publish(plugin("p", "v2", "FAIL_CLOSE"));
    timer.pass(Duration.ofMinutes(5));
    proxy.answer();

    assertThat(slot()).isEqualTo(before);
  }

  @Test
  void takesTheOldChainFromTheHostOnceNoProxyNamesIt() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");
    answerAll();
    publish(plugin("p", "v2", "FAIL_CLOSE"));
    host.answer();
    timer.settle();
    timer.pass(Patience.DEFAULT.retirement().multipliedBy(2));
    assertThat(host.waiting).isEmpty();

    proxy.answer();
    timer.pass(Patience.DEFAULT.retirement().multipliedBy(2));
    host.answer();

    assertThat(running()).containsExactly("v2");
    assertThat(host.removed).hasSize(1);
  }

  @Test
  void keepsTheOldChainForRequestsThatCameBeforeHoweverLongItHasRun() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");
    answerAll();
    timer.pass(Duration.ofHours(1));

    publish(plugin("p", "v2", "FAIL_CLOSE"));
    answerAll();
    timer.pass(Patience.DEFAULT.retirement().dividedBy(2));
    host.answer();

    assertThat(host.has).hasSize(2);
  }

  @Test
  void keepsTheChainOfAProxyWhoseStreamBroke() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");
    answerAll();
    proxy.close();

    publish(plugin("p", "v2", "FAIL_CLOSE"));
    host.answer();
    timer.pass(Duration.ofMinutes(1));
    host.answer();

    assertThat(host.has).hasSize(2);
  }

  @Test
  void goesBackToTheLastGoodVersionOfThePluginThatAHostNames() {
    publish(plugin("p", "v1", "FAIL_CLOSE"), OTHER);
    connectHost(host, "h");
    connectProxy(proxy, "x");
    answerAll();

    publish(plugin("p", "broken", "FAIL_CLOSE"), plugin("other", "o2", "FAIL_OPEN"));
    answerAll();
    timer.pass(Patience.DEFAULT.retirement().multipliedBy(2));
    answerAll();

    assertThat(running()).containsExactlyInAnyOrder("v1", "o2");
    assertThat(state("p").trouble().last()).isPresent();
    assertThat(state("p").revision().served()).isNotEqualTo(state("p").revision().wanted());
    assertThat(state("other").trouble().last()).isEmpty();
  }

  @Test
  void leavesOutAPluginThatWasAddedAndNeverRan() {
    publish(OTHER);
    connectHost(host, "h");
    connectProxy(proxy, "x");
    answerAll();
    String before = slot();

    publish(OTHER, plugin("p", "broken", "FAIL_CLOSE"));
    answerAll();

    assertThat(running()).containsExactly("o");
    assertThat(slot()).isEqualTo(before);
  }

  @Test
  void appliesTheFailStrategyOfAPluginThatNeverRanSinceTheStart() {
    publish(OTHER, plugin("p", "broken", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");

    answerAll();

    assertThat(running()).containsExactlyInAnyOrder("o", "default/p!");
    assertThat(slot()).isNotEmpty();
  }

  @Test
  void appliesTheFailStrategyOfAPluginWhoseModuleIsMissingSinceTheStart() {
    modules.lose("file:///m/p.wasm", "no such file");
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    answerAll();
    assertThat(running()).containsExactly("default/p!");

    modules.restore("file:///m/p.wasm");
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    answerAll();
    timer.pass(Patience.DEFAULT.retirement().multipliedBy(2));
    answerAll();

    assertThat(running()).containsExactly("v1");
    assertThat(state("p").trouble().last()).isEmpty();
  }

  @Test
  void keepsWhatWasGoodWhenTheDocumentBecomesInvalid() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");
    answerAll();

    publish(plugin("p", "v1", "FAIL_SOMEHOW"));
    answerAll();

    assertThat(running()).containsExactly("v1");
    assertThat(state("p").trouble().last().orElseThrow().text()).contains("FAIL_SOMEHOW");
  }

  @Test
  void keepsWhatWasGoodWhenTheFileCannotBeRead() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    answerAll();

    publish("spec: [");
    answerAll();

    assertThat(running()).containsExactly("v1");
    assertThat(fleet.status().problems()).hasSize(1);
  }

  @Test
  void emptiesTheSlotWhenTheLastPluginIsGone() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");
    answerAll();

    publish();
    answerAll();

    assertThat(slot()).isEqualTo(SlotCompiler.passThrough(SLOT).version());
    timer.pass(Patience.DEFAULT.retirement().multipliedBy(2));
    host.answer();
    assertThat(host.has).isEmpty();
  }

  @Test
  void givesANewProxyWhatOthersHaveProven() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");
    answerAll();
    String proven = slot();
    publish(plugin("p", "v2", "FAIL_CLOSE"));
    host.answer();
    timer.settle();
    Client second = new Client();

    connectProxy(second, "y");

    assertThat(second.waiting.element().resources())
        .extracting(Resource::version)
        .containsExactly(proven);
  }

  @Test
  void namesAHostToProxiesOnlyWhenItHasAllThatTheyMayName() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");
    proxy.subscribe(TypeUrls.ENDPOINTS, ExtProcCluster.NAME);
    answerAll();
    assertThat(endpoints()).isEqualTo(1);
    Client second = new Client();

    connectHost(second, "h2");
    proxy.answer();
    assertThat(endpoints()).isEqualTo(1);
    second.answer();
    timer.settle();
    proxy.answer();

    assertThat(endpoints()).isEqualTo(2);
  }

  @Test
  void takesALostHostFromTheProxiesIfAnotherIsThere() {
    Client second = new Client();
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectHost(second, "h2");
    connectProxy(proxy, "x");
    proxy.subscribe(TypeUrls.ENDPOINTS, ExtProcCluster.NAME);
    second.answer();
    answerAll();
    assertThat(endpoints()).isEqualTo(2);

    second.close();
    timer.pass(Patience.DEFAULT.lostHost().plusSeconds(2));
    proxy.answer();
    assertThat(endpoints()).isEqualTo(1);
    host.close();
    timer.pass(Duration.ofMinutes(1));
    proxy.answer();

    assertThat(endpoints()).isEqualTo(1);
  }

  @Test
  void doesNotWaitForAHostThatCannotLoadWhatOthersServe() {
    Client second = new Client();
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");
    answerAll();
    connectHost(second, "h2");
    second.answer(_ -> Optional.of(new Rejection("disk full", List.of())));
    timer.settle();
    String before = slot();

    publish(plugin("p", "v2", "FAIL_CLOSE"));
    answerAll();

    assertThat(slot()).isNotEqualTo(before);
    assertThat(state("p").trouble().last()).isEmpty();
  }

  @Test
  void leavesChainsOfAnEarlierServerOnAHostForAWhile() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    Resource earlier = new Resource(SLOT + "@0", "0", Any.getDefaultInstance());
    host.has.put(earlier.name(), earlier);
    connectHost(host, "h");
    host.answer();

    timer.pass(Patience.DEFAULT.adoption().dividedBy(2));
    host.answer();
    assertThat(host.has).containsKey(earlier.name());
    timer.pass(Patience.DEFAULT.adoption());
    host.answer();

    assertThat(host.has).doesNotContainKey(earlier.name());
  }

  @Test
  void servesAProxyOfAnEarlierServerWhatItHasAtOnce() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");
    answerAll();
    Fleet restarted =
        new Fleet(timer, Patience.DEFAULT, new FleetMeters(new SimpleMeterRegistry()));
    restarted.publish(intake.read(Yaml.documents(plugin("p", "v1", "FAIL_CLOSE"))));
    timer.settle();

    proxy.open(
        restarted.proxy(
            new ProxyNode("x", "", Optional.empty(), Map.of(), EnvoyVersion.LEVELS.getFirst()),
            proxy));
    timer.settle();
    proxy.subscribe(TypeUrls.EXTENSION, SLOT);

    assertThat(proxy.waiting.element().resources())
        .extracting(Resource::version)
        .containsExactly(slot());
  }

  @Test
  void forgetsProxiesThatAreGoneForLongAndBoundsHowManyItRemembers() {
    publish();
    for (int i = 0; i < Fleet.MAX_LOST_PROXIES + 10; i++) {
      connectProxy(proxy, "x" + i);
      proxy.close();
    }

    timer.pass(Duration.ofSeconds(20));
    assertThat(fleet.status().proxies()).hasSize(Fleet.MAX_LOST_PROXIES);
    timer.pass(Patience.DEFAULT.lostProxy().plusSeconds(20));

    assertThat(fleet.status().proxies()).isEmpty();
  }

  @Test
  void saysWhichOfTwoDocumentsIsNotServed() {
    publish(Yaml.ENVOY, Yaml.ENVOY.replace("{name: test}", "{name: twin}"));
    connectProxy(proxy, "x");
    proxy.subscribe(TypeUrls.LISTENER);

    assertThat(fleet.status().resources().get(1).lastError().orElseThrow().text())
        .contains("listener 'http'")
        .contains("default/test");
    assertThat(fleet.status().resources().getFirst().lastError()).isEmpty();
  }

  @Test
  void countsWhoHasWhat() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");
    connectProxy(new Client(), "y");

    answerAll();

    assertThat(state("p").reach()).isEqualTo(new PluginState.Reach(1, 2, 1, 1));
  }

  private int endpoints() {
    Resource resource = proxy.has.get(ExtProcCluster.NAME);
    if (resource == null) {
      return 0;
    }
    try {
      return resource.body().unpack(ClusterLoadAssignment.class).getEndpointsList().stream()
          .mapToInt(locality -> locality.getLbEndpointsCount())
          .sum();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
