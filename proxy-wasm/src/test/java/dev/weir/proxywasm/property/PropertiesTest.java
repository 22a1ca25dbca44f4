package dev.weir.proxywasm.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.http.PropertyBytes;
import dev.weir.proxywasm.http.PropertyValue;
import dev.weir.proxywasm.plugin.Plugin;
import dev.weir.proxywasm.testing.FakeExchange;
import dev.weir.proxywasm.testing.Host;
import dev.weir.proxywasm.testing.Probe;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where a property comes from, and how it is written for the plugin.
class PropertiesTest {
  private final Host host = new Host();
  private final Probe probe = new Probe(host);

  @ParameterizedTest
  @CsvSource({
    "request.path, /a/b?q=1#f",
    "request.url_path, /a/b",
    "request.query, q=1",
    "request.host, example.org",
    "request.method, GET",
    "request.useragent, ua",
    "request.headers.x-in, one",
    "plugin_name, probe",
    "plugin_root_id, root",
    "plugin_vm_id, vm"
  })
  void comesFromHeadersAndThePlugin(String path, String expected) {
    FakeExchange exchange = exchange(path);
    exchange.map(MapType.HTTP_REQUEST_HEADERS).replace(":path", "/a/b?q=1#f");

    assertThat(read(exchange, PluginSpec.Behaviour.DEFAULT)).isEqualTo("0:" + expected);
  }

  @Test
  void oldNamesAreFoundUnderXds() {
    FakeExchange exchange =
        exchange("route_name").with(List.of("xds", "route_name"), PropertyValue.Text.of("main"));

    assertThat(read(exchange, PluginSpec.Behaviour.DEFAULT)).isEqualTo("0:main");
    assertThat(read(exchange, PluginSpec.Behaviour.STRICT)).isEqualTo("1");
  }

  @Test
  void eachTypeIsWrittenAsEnvoyWritesIt() {
    assertThat(PropertyBytes.write(PropertyValue.Text.of("ab"))).isEqualTo(new byte[] {'a', 'b'});
    assertThat(PropertyBytes.write(new PropertyValue.Int64(258)))
        .isEqualTo(new byte[] {2, 1, 0, 0, 0, 0, 0, 0});
    assertThat(PropertyBytes.write(new PropertyValue.Nanos(1)))
        .isEqualTo(new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
    assertThat(PropertyBytes.write(new PropertyValue.Float64(1)))
        .isEqualTo(new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xf0, 0x3f});
    assertThat(PropertyBytes.write(new PropertyValue.Bool(true))).isEqualTo(new byte[] {1});
    assertThat(
            PropertyBytes.write(new PropertyValue.Mapping(Map.of("K", PropertyValue.Text.of("v")))))
        .isEqualTo(new byte[] {1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 'K', 0, 'v', 0});
    assertThat(PropertyBytes.write(new PropertyValue.Sequence(List.of(PropertyValue.Text.of("E")))))
        .isEqualTo(new byte[] {1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 'E', 0, 0});
  }

  private static FakeExchange exchange(String path) {
    FakeExchange exchange =
        Probe.exchange("rh=proxy_get_property(%s)".formatted(path.replace(".", "%00")));
    exchange.map(MapType.HTTP_REQUEST_HEADERS).add("user-agent", "ua");
    exchange.map(MapType.HTTP_REQUEST_HEADERS).add("x-in", "one");
    return exchange;
  }

  private String read(FakeExchange exchange, PluginSpec.Behaviour behaviour) {
    PluginSpec spec = PluginSpec.of("probe", Bytes.EMPTY).inVm("vm", "root");
    Plugin plugin = probe.start(spec.withBehaviour(behaviour));
    plugin.open(exchange).onRequestHeaders(true);
    String line = probe.lines().getLast();
    return line.substring(line.indexOf('=') + 1, line.indexOf(" -> "));
  }
}
