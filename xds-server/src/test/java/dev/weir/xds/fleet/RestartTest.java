package dev.weir.xds.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.xds.compile.TypeUrls;
import dev.weir.xds.host.ExtProcCluster;
import dev.weir.xds.stream.Resource;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Another server in place of an earlier one: hosts and proxies come back in any order, and
/// requests do not notice.
final class RestartTest extends FleetScenario {
  private static final String FIRST = plugin("p", "v1", "FAIL_CLOSE");
  private static final String SECOND = plugin("p", "v2", "FAIL_CLOSE");
  private static final Duration HALF = Patience.DEFAULT.returningHost().dividedBy(2);

  private final Client other = new Client();

  @BeforeEach
  void connect() {
    publish(FIRST);
    connectHost(host, "h");
    connectHost(other, "other");
    other.answer();
    connect(proxy, "x");
    answerAll();
    other.close();
    assertThat(ports(proxy)).containsExactly(1, 5);
  }

  private void connect(Client client, String id) {
    connectProxy(client, id);
    client.subscribe(TypeUrls.ENDPOINTS, ExtProcCluster.NAME);
  }

  @Test
  void aProxyThatComesFirstKeepsItsEndpointsHoweverLongNoHostComes() {
    restart(FIRST);

    connect(proxy, "x");
    answerAll();
    timer.pass(Duration.ofMinutes(2));
    answerAll();

    assertThat(ports(proxy)).containsExactly(1, 5);
  }

  @Test
  void nothingIsSentWhenAllHostsAreBack() {
    restart(FIRST);
    connect(proxy, "x");
    answerAll();

    connectHost(other, "other");
    assertThat(proxy.waiting).isEmpty();
    connectHost(host, "h");
    timer.pass(HALF.multipliedBy(3));

    assertThat(proxy.waiting).isEmpty();
  }

  @Test
  void aHostThatDoesNotComeBackIsTakenFromProxiesAfterAWhile() {
    restart(FIRST);
    connect(proxy, "x");
    connectHost(host, "h");

    timer.pass(HALF);
    answerAll();
    assertThat(ports(proxy)).containsExactly(1, 5);
    timer.pass(HALF.plusSeconds(1));
    answerAll();

    assertThat(ports(proxy)).containsExactly(1);
  }

  @Test
  void aNewProxyIsToldAtOnceOfTheHostsThatAreThere() {
    Client newcomer = new Client();
    restart(FIRST);
    connect(newcomer, "y");
    assertThat(newcomer.waiting).as("Envoy waits for an answer before it serves").hasSize(1);
    newcomer.answer();

    connectHost(host, "h");
    newcomer.answer();

    assertThat(ports(newcomer)).containsExactly(1);
  }

  @Test
  void aProxyThatHasWhatIsKnownHearsOfChangesAtOnce() {
    restart(FIRST);
    connect(proxy, "x");
    connectHost(host, "h");
    connectHost(other, "other");
    answerAll();

    drain("other");

    assertThat(left).isEmpty();
    proxy.answer();
    timer.settle();
    assertThat(ports(proxy)).containsExactly(1);
    assertThat(left).containsExactly("other");
  }

  @Test
  void aHostThatLeavesIsTakenFromProxiesThoughOthersAreMissing() {
    Client third = new Client();
    connectHost(third, "the-third");
    third.answer();
    timer.settle();
    answerAll();
    restart(FIRST);
    connect(proxy, "x");
    connectHost(host, "h");
    connectHost(other, "other");
    answerAll();

    drain("other");
    answerAll();

    assertThat(ports(proxy)).containsExactly(1);
    assertThat(left).containsExactly("other");
  }

  @Test
  void aHostThatLeavesFirstWaitsForAnother() {
    restart(FIRST);
    connect(proxy, "x");
    connectHost(host, "h");
    answerAll();
    drain("h");
    assertThat(left).isEmpty();

    connectHost(other, "other");
    answerAll();

    assertThat(ports(proxy)).containsExactly(5);
    assertThat(left).containsExactly("h");
  }

  @Test
  void aProxyIsServedWhatItHasAtOnce() {
    restart(FIRST);

    connect(proxy, "x");

    assertThat(proxy.waiting.element().resources())
        .extracting(Resource::version)
        .containsExactly(slot());
  }

  @Test
  void aSlotStaysAsItIsUntilTheHostsHaveWhatChangedMeanwhile() {
    String before = slot();
    restart(SECOND);
    connect(proxy, "x");
    timer.pass(Patience.DEFAULT.firstHost().multipliedBy(2));
    connectHost(host, "h");
    proxy.answer();
    assertThat(slot()).isEqualTo(before);

    answerAll();

    assertThat(slot()).isNotEqualTo(before);
  }
}
