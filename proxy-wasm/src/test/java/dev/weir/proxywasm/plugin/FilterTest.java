package dev.weir.proxywasm.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.LocalResponse;
import dev.weir.proxywasm.testing.FakeExchange;
import dev.weir.proxywasm.testing.Guests;
import dev.weir.proxywasm.testing.Host;
import org.junit.jupiter.api.Test;

/// The filters of this repository, from request to response.
class FilterTest {
  private final Host host = new Host();

  @Test
  void filterInCEditsHeaders() {
    Plugin plugin =
        start(
            "headers",
            """
            {"request": {"set": {"x-weir": "hello"}, "remove": ["x-debug"]},
             "response": {"set": {"x-answer": "42"}}}
            """);
    FakeExchange exchange = FakeExchange.get("x-debug", "1");
    StreamContext stream = plugin.open(exchange);

    assertThat(stream.onRequestHeaders(true)).isEqualTo(HeadersAction.CONTINUE);
    exchange.with(MapType.HTTP_RESPONSE_HEADERS, HeaderMap.of(":status", "200"));
    assertThat(stream.onResponseHeaders(true)).isEqualTo(HeadersAction.CONTINUE);
    stream.close();

    assertThat(exchange.map(MapType.HTTP_REQUEST_HEADERS).value("x-weir")).contains("hello");
    assertThat(exchange.map(MapType.HTTP_REQUEST_HEADERS).value("x-debug")).isEmpty();
    assertThat(exchange.map(MapType.HTTP_RESPONSE_HEADERS).value("x-answer")).contains("42");
  }

  @Test
  void filterInGoAnswersWithoutAKey() {
    Plugin plugin = start("api-key", "{\"header\": \"x-api-key\", \"keys\": [\"secret\"]}");
    FakeExchange refused = FakeExchange.get();
    FakeExchange passed = FakeExchange.get("x-api-key", "secret");

    assertThat(plugin.open(refused).onRequestHeaders(true))
        .isEqualTo(HeadersAction.STOP_ALL_AND_WATERMARK);
    assertThat(plugin.open(passed).onRequestHeaders(true)).isEqualTo(HeadersAction.CONTINUE);

    assertThat(refused.localResponses).extracting(LocalResponse::status).containsExactly(401);
    assertThat(passed.localResponses).isEmpty();
  }

  private Plugin start(String filter, String configuration) {
    return host.start(
        Host.compile(Guests.filter(filter)), PluginSpec.of(filter, Bytes.utf8(configuration)));
  }
}
