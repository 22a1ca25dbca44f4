package dev.weir.xds.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.xds.compile.TypeUrls;
import dev.weir.xds.host.ExtProcCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A host that is about to end: proxies get others first.
final class DrainTest extends FleetScenario {
  private final Client other = new Client();

  @BeforeEach
  void connect() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");
    proxy.subscribe(TypeUrls.ENDPOINTS, ExtProcCluster.NAME);
    answerAll();
  }

  private void connectOther() {
    connectHost(other, "other");
    other.answer();
    answerAll();
  }

  @Test
  void mayEndWhenEveryProxyHasConfirmedTheOthers() {
    connectOther();
    assertThat(ports(proxy)).containsExactly(1, 5);

    drain("h");

    assertThat(left).isEmpty();
    proxy.answer();
    timer.settle();
    assertThat(ports(proxy)).containsExactly(5);
    assertThat(left).containsExactly("h");
  }

  @Test
  void servesOnIfThereIsNoOther() {
    drain("h");

    assertThat(left).containsExactly("h");
    assertThat(ports(proxy)).containsExactly(1);
  }

  @Test
  void isNotWaitedForByAProxyThatWentAway() {
    connectOther();
    proxy.close();

    drain("h");

    assertThat(left).containsExactly("h");
  }
}
