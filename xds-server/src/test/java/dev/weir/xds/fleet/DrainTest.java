package dev.weir.xds.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.proto.v1alpha1.HostStatus;
import dev.weir.xds.compile.TypeUrls;
import dev.weir.xds.host.ExtProcCluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import java.util.List;
import java.util.Objects;
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

  private void drain(String id) {
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

  private List<Integer> ports() throws InvalidProtocolBufferException {
    return Objects.requireNonNull(proxy.has.get(ExtProcCluster.NAME))
        .body()
        .unpack(ClusterLoadAssignment.class)
        .getEndpoints(0)
        .getLbEndpointsList()
        .stream()
        .map(endpoint -> endpoint.getEndpoint().getAddress().getSocketAddress().getPortValue())
        .toList();
  }

  @Test
  void mayEndWhenEveryProxyHasConfirmedTheOthers() throws Exception {
    connectOther();
    assertThat(ports()).containsExactly(1, 5);

    drain("h");

    assertThat(left).isEmpty();
    proxy.answer();
    timer.settle();
    assertThat(ports()).containsExactly(5);
    assertThat(left).containsExactly("h");
  }

  @Test
  void servesOnIfThereIsNoOther() throws Exception {
    drain("h");

    assertThat(left).containsExactly("h");
    assertThat(ports()).containsExactly(1);
  }

  @Test
  void isNotWaitedForByAProxyThatWentAway() {
    connectOther();
    proxy.close();

    drain("h");

    assertThat(left).containsExactly("h");
  }
}
