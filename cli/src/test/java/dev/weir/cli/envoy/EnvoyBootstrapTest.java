package dev.weir.cli.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class EnvoyBootstrapTest {
  private static final InetSocketAddress ADMIN = loopback(1);
  private static final InetSocketAddress XDS = loopback(2);

  @Test
  void saysWhoTheProxyIsAndWhoServesIt() {
    TreeMap<String, String> labels =
        new TreeMap<>(Map.of("app", "shop", "app.kubernetes.io/x", "1"));
    EnvoyBootstrap bootstrap = new EnvoyBootstrap("id", "cluster", ADMIN, XDS, labels);

    JsonNode yaml = new YAMLMapper().readTree(bootstrap.yaml());

    assertThat(yaml.at("/node/id").asString()).isEqualTo("id");
    assertThat(yaml.at("/node/cluster").asString()).isEqualTo("cluster");
    assertThat(yaml.at("/node/metadata/LABELS/app").asString()).isEqualTo("shop");
    assertThat(yaml.at("/admin/address/socket_address/port_value").asInt()).isEqualTo(1);
    assertThat(yaml.at("/static_resources/clusters/0/load_assignment").toString())
        .contains("\"127.0.0.1\"", "\"port_value\":2");
  }

  @Test
  void takesNoNameThatWouldMeanSomethingInYaml() {
    assertThatThrownBy(() -> new EnvoyBootstrap("a\"b", "cluster", ADMIN, XDS))
        .hasMessage("node id: 'a\"b' (expected: letters, digits and ._~/- only)");
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
