package dev.weir.proxywasm.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.engine.wat.Wat;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.abi.BufferType;
import dev.weir.proxywasm.abi.DataAction;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.abi.StreamType;
import dev.weir.proxywasm.abi.TrailersAction;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.LocalResponse;
import dev.weir.proxywasm.testing.FakeExchange;
import dev.weir.proxywasm.testing.Host;
import dev.weir.proxywasm.testing.Probe;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a callback's result, and what the plugin asked for meanwhile, make of a stream.
class StreamContextTest {
  private final Host host = new Host();
  private final Probe probe = new Probe(host);

  @ParameterizedTest
  @CsvSource({
    "0, CONTINUE, CONTINUE",
    "1, STOP_ALL_AND_WATERMARK, STOP_ITERATION",
    "2, CONTINUE, CONTINUE",
    "3, STOP_ALL_AND_BUFFER, STOP_ALL_AND_BUFFER",
    "4, STOP_ALL_AND_WATERMARK, STOP_ALL_AND_WATERMARK",
    "99, STOP_ALL_AND_WATERMARK, STOP_ALL_AND_WATERMARK"
  })
  void headersResultsAreReadAsEnvoyReadsThem(
      int result, HeadersAction byDefault, HeadersAction whenAllowed) {
    PluginSpec spec = PluginSpec.of("probe", Bytes.EMPTY);
    PluginSpec allowing = spec.withBehaviour(new PluginSpec.Behaviour(false, true));
    String script = "rh=ret(%d)".formatted(result);

    assertThat(open(probe.start(spec), script).onRequestHeaders(false)).isEqualTo(byDefault);
    assertThat(open(probe.start(allowing), script).onRequestHeaders(false)).isEqualTo(whenAllowed);
  }

  @ParameterizedTest
  @CsvSource({
    "0, CONTINUE",
    "1, STOP_AND_BUFFER",
    "2, STOP_AND_WATERMARK",
    "3, STOP_NO_BUFFER",
    "99, STOP_NO_BUFFER"
  })
  void bodyResultsAreReadAsEnvoyReadsThem(int result, DataAction expected) {
    FakeExchange exchange = Probe.exchange("rb=ret(%d)".formatted(result));
    StreamContext stream = probe.start().open(exchange);
    stream.onRequestHeaders(false);
    exchange.with(BufferType.HTTP_REQUEST_BODY, "abc");

    assertThat(stream.onRequestBody(true)).isEqualTo(expected);
    assertThat(probe.lines().getLast()).startsWith("rb(3,1,");
  }

  @Test
  void resumeInsideTheOwnCallbackOverridesThePause() {
    FakeExchange exchange = Probe.exchange("rh=proxy_continue_stream(0);ret(1)");

    assertThat(probe.start().open(exchange).onRequestHeaders(true))
        .isEqualTo(HeadersAction.CONTINUE);
    assertThat(exchange.resumed).isEmpty();
  }

  @Test
  void resumeOfTheOtherDirectionReachesTheExchange() {
    FakeExchange exchange = Probe.exchange("rh=proxy_continue_stream(1)");

    probe.start().open(exchange).onRequestHeaders(true);

    assertThat(exchange.resumed).containsExactly(StreamType.HTTP_RESPONSE);
  }

  @Test
  void localResponseOverridesTheResult() {
    FakeExchange exchange =
        Probe.exchange("rh=proxy_send_local_response(403,not%20for%20you,no,x-a=1,7);ret(0)");

    assertThat(probe.start().open(exchange).onRequestHeaders(true))
        .isEqualTo(HeadersAction.STOP_ALL_AND_WATERMARK);

    LocalResponse response = exchange.localResponses.getFirst();
    assertThat(response.status()).isEqualTo(403);
    assertThat(response.details()).isEqualTo("not_for_you");
    assertThat(response.body().utf8()).isEqualTo("no");
    assertThat(response.headers().value("x-a")).contains("1");
    assertThat(response.grpcStatus()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"0", "99", "199", "600", "1000", "-1"})
  void statusThatCannotGoOutBecomes500(int status) {
    FakeExchange exchange =
        Probe.exchange("rh=proxy_send_local_response(%d,,,,-1)".formatted(status));

    probe.start().open(exchange).onRequestHeaders(true);

    assertThat(exchange.localResponses.getFirst().status()).isEqualTo(500);
    assertThat(exchange.localResponses.getFirst().grpcStatus())
        .isEqualTo(LocalResponse.NO_GRPC_STATUS);
  }

  @Test
  void spliceInTheMiddleOfABody() {
    FakeExchange exchange = Probe.exchange("rb=proxy_set_buffer_bytes(0,2,2,XYZ)");
    StreamContext stream = probe.start().open(exchange);
    stream.onRequestHeaders(false);
    exchange.with(BufferType.HTTP_REQUEST_BODY, "abcdef");

    stream.onRequestBody(true);

    assertThat(exchange.text(BufferType.HTTP_REQUEST_BODY)).isEqualTo("abXYZef");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, x, xabcdef",
    "0, 99, x, x",
    "6, 0, x, abcdefx",
    "99, 5, x, abcdefx",
    "0, 2, x, xcdef"
  })
  void bodyEditsOfEnvoy(int start, int size, String data, String expected) {
    String edit = "rb=proxy_set_buffer_bytes(0,%d,%d,%s)".formatted(start, size, data);
    FakeExchange exchange = Probe.exchange(edit);
    StreamContext stream = probe.start().open(exchange);
    stream.onRequestHeaders(false);
    exchange.with(BufferType.HTTP_REQUEST_BODY, "abcdef");

    stream.onRequestBody(true);

    assertThat(exchange.text(BufferType.HTTP_REQUEST_BODY)).isEqualTo(expected);
  }

  @Test
  void effectiveContextLastsUntilTheCallReturns() {
    Plugin plugin = probe.start();
    FakeExchange held = FakeExchange.get();
    int id = plugin.open(held).id();

    open(plugin, "rh=proxy_set_effective_context(%d);proxy_continue_stream(0)".formatted(id))
        .onRequestHeaders(true);

    assertThat(held.resumed).containsExactly(StreamType.HTTP_REQUEST);
  }

  @Test
  void thousandStreamsInTurnsKeepApart() {
    Plugin plugin = probe.start();
    List<FakeExchange> exchanges = new ArrayList<>();
    List<StreamContext> streams = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      exchanges.add(
          Probe.exchange("rh=ret(0)|sh=proxy_add_header_map_value(2,x-mine,%d)".formatted(i)));
      streams.add(plugin.open(exchanges.getLast()));
    }
    streams.forEach(stream -> stream.onRequestHeaders(true));
    exchanges.forEach(exchange -> exchange.with(MapType.HTTP_RESPONSE_HEADERS, new HeaderMap()));
    streams.reversed().forEach(stream -> stream.onResponseHeaders(true));
    streams.forEach(StreamContext::close);

    for (int i = 0; i < 1000; i++) {
      HeaderMap answer = exchanges.get(i).map(MapType.HTTP_RESPONSE_HEADERS);
      assertThat(answer.value("x-mine")).hasValue(Integer.toString(i));
    }
  }

  @Test
  void headersCallbackOfTwoParametersIsCalledWithTwo() {
    byte[] module =
        Wat.assemble(
            """
            (module
              (memory (export "memory") 1)
              (func (export "proxy_abi_version_0_1_0"))
              (func (export "malloc") (param i32) (result i32) (i32.const 0))
              (func (export "proxy_on_request_headers") (param i32 i32) (result i32)
                (i32.const 3))
              (func (export "proxy_on_request_trailers") (param i32 i32) (result i32)
                (i32.const 7)))
            """);
    Plugin plugin = host.start(Host.compile(module), PluginSpec.of("old", Bytes.EMPTY));
    FakeExchange exchange = FakeExchange.get();
    StreamContext stream = plugin.open(exchange);

    assertThat(stream.onRequestHeaders(false)).isEqualTo(HeadersAction.STOP_ALL_AND_BUFFER);
    exchange.with(MapType.HTTP_REQUEST_TRAILERS, HeaderMap.of("a", "1"));
    assertThat(stream.onRequestTrailers()).isEqualTo(TrailersAction.STOP);
    assertThat(stream.onResponseHeaders(true)).isEqualTo(HeadersAction.CONTINUE);
  }

  private static StreamContext open(Plugin plugin, String script) {
    return plugin.open(Probe.exchange(script));
  }
}
