package dev.weir.xds.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import dev.weir.xds.compile.TypeUrls;
import dev.weir.xds.host.ExtProcCluster;
import dev.weir.xds.status.PluginState;
import dev.weir.xds.stream.Rejection;
import dev.weir.xds.stream.Resource;
import dev.weir.xds.support.Yaml;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Who gets what when proxies, hosts and servers come and go.
class FleetTest extends FleetScenario {
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
    assertThat(ports(proxy)).hasSize(1);
    Client second = new Client();

    connectHost(second, "h2");
    proxy.answer();
    assertThat(ports(proxy)).hasSize(1);
    second.answer();
    timer.settle();
    proxy.answer();

    assertThat(ports(proxy)).hasSize(2);
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
    assertThat(ports(proxy)).hasSize(2);

    second.close();
    timer.pass(Patience.DEFAULT.lostHost().plusSeconds(2));
    proxy.answer();
    assertThat(ports(proxy)).hasSize(1);
    host.close();
    timer.pass(Duration.ofMinutes(1));
    proxy.answer();

    assertThat(ports(proxy)).hasSize(1);
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
    Resource earlier =
        new Resource(SLOT + "@0", "0", Any.newBuilder().setTypeUrl(TypeUrls.CHAIN).build());
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
}
