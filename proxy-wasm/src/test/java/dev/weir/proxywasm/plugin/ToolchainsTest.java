package dev.weir.proxywasm.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.testing.FakeExchange;
import dev.weir.proxywasm.testing.Guests;
import dev.weir.proxywasm.testing.Host;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What each toolchain builds starts, is configured and answers on this host.
final class ToolchainsTest {
  private final Host host = new Host();
  private final FakeExchange exchange = new FakeExchange();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wat",
        "c",
        "cpp",
        "zig",
        "assemblyscript",
        "assemblyscript-gcore",
        "assemblyscript-solo",
        "rust"
      })
  void theModuleStartsAndEditsBothWays(String toolchain) {
    StreamContext stream = start(toolchain).open(request("/ok"));

    assertThat(stream.onRequestHeaders(true)).isEqualTo(HeadersAction.CONTINUE);
    exchange.with(MapType.HTTP_RESPONSE_HEADERS, HeaderMap.of(":status", "200"));
    stream.onResponseHeaders(true);
    stream.close();

    assertThat(exchange.map(MapType.HTTP_REQUEST_HEADERS).value("x-gate-configuration"))
        .contains("told");
    assertThat(exchange.map(MapType.HTTP_RESPONSE_HEADERS).value("x-gate")).contains(toolchain);
    assertThat(exchange.failures).isEmpty();
  }

  private Plugin start(String toolchain) {
    ProxyWasmModule module = Host.compile(Guests.toolchain(toolchain));
    return host.start(module, PluginSpec.of(toolchain, Bytes.utf8("told")));
  }

  private FakeExchange request(String path) {
    return exchange.with(
        MapType.HTTP_REQUEST_HEADERS, HeaderMap.of(":method", "GET", ":path", path));
  }
}
