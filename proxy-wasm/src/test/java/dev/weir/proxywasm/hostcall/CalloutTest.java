package dev.weir.proxywasm.hostcall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.plugin.Plugin;
import dev.weir.proxywasm.testing.FakeExchange;
import dev.weir.proxywasm.testing.FakeUpstreams;
import dev.weir.proxywasm.testing.Host;
import dev.weir.proxywasm.testing.Probe;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Calls that plugins make: for every token exactly one completion.
class CalloutTest {
  private static final String CALL =
      "proxy_http_call(api,:method=GET&:path=/x&:authority=a,,,1000)";

  private final Host host = new Host();
  private final Probe probe = new Probe(host);
  private final FakeUpstreams upstreams = new FakeUpstreams();

  @BeforeEach
  void lendUpstreams() {
    host.services = host.services.withUpstreams(upstreams);
  }

  @Test
  void tellsThePluginContextTheResponse() {
    Plugin plugin =
        probe.start(
            "hc=proxy_get_header_map_value(6,:status);proxy_get_buffer_bytes(4,0,100);proxy_get_status()");
    run(plugin, "rh=" + CALL + ";ret(1)");

    upstreams
        .listeners
        .getFirst()
        .onResponse(HeaderMap.of(":status", "200"), Bytes.utf8("hi"), new HeaderMap());
    host.lane.run();

    assertThat(probe.pluginLines().getLast())
        .contains(":200")
        .contains(":hi")
        .contains("proxy_get_status=0");
  }

  @Test
  void theResponseIsGoneWhenTheRequestGoesOn() {
    Plugin plugin = probe.start();
    FakeExchange exchange =
        Probe.exchange(
            "rh=" + CALL + ";ret(1)|hc=proxy_continue_stream(0)|rb=proxy_get_buffer_bytes(4,0,9)");
    StreamContext stream = plugin.open(exchange);
    stream.onRequestHeaders(false);
    exchange.onResume(() -> stream.onRequestBody(true));

    upstreams
        .listeners
        .getFirst()
        .onResponse(HeaderMap.of(":status", "200"), Bytes.utf8("hi"), new HeaderMap());
    host.lane.run();

    assertThat(probe.lines().getLast()).contains("proxy_get_buffer_bytes=1");
  }

  @Test
  void secondCompletionIsNotHeard() {
    Plugin plugin = probe.start("hc=proxy_get_status()");
    run(plugin, "rh=" + CALL);

    upstreams.listeners.getFirst().onReset("gone");
    upstreams.listeners.getFirst().onReset("gone again");
    host.lane.advance(Duration.ofSeconds(10));

    assertThat(probe.pluginLines()).filteredOn(line -> line.startsWith("hc")).hasSize(1);
    assertThat(probe.pluginLines().getLast()).contains("proxy_get_status=0:11");
  }

  @Test
  void silentTransportIsATimeout() {
    Plugin plugin = probe.start("hc=proxy_get_header_map_value(6,:status)");
    run(plugin, "rh=" + CALL);

    host.lane.advance(Duration.ofSeconds(3));

    assertThat(upstreams.events).containsExactly("cancel");
    assertThat(probe.pluginLines().getLast()).contains(":504");
  }

  @Test
  void refusesWhatCannotBeSent() {
    Plugin plugin = probe.start();

    run(plugin, "rh=proxy_http_call(nobody,:method=GET&:path=/x&:authority=a,,,1000)");
    run(plugin, "rh=proxy_http_call(api,:method=GET&:path=/x,,,1000)");
    run(plugin, "rh=proxy_http_call(api,:method=GET&:path=/x&:authority=a,,,-1)");
    upstreams.unreachable = true;
    run(plugin, "rh=" + CALL);

    assertThat(probe.lines())
        .extracting(line -> line.replaceAll(".*proxy_http_call=([0-9]+).*", "$1"))
        .containsExactly("2", "2", "2", "10");
  }

  @Test
  void callsBeyondTheLimitFail() {
    Plugin plugin = probe.start();
    for (int i = 0; i < 17; i++) {
      run(plugin, "rh=" + CALL);
    }

    assertThat(upstreams.requests).hasSize(16);
    assertThat(host.observer.events).contains("reached limits.callouts");
  }

  @Test
  void retiredInstanceCancelsItsCalls() {
    Plugin plugin = probe.start();
    run(plugin, "rh=" + CALL + ";ret(1)");

    assertThatThrownBy(() -> run(plugin, "rh=trap()")).isInstanceOf(PluginException.class);
    host.lane.run();

    assertThat(upstreams.events).containsExactly("cancel");
  }

  @Test
  void spareInstanceCallsNobody() {
    probe.start("cf=" + CALL);

    host.lane.run();

    assertThat(host.observer.events).filteredOn("started"::equals).hasSize(2);
    assertThat(upstreams.requests).hasSize(1);
  }

  @Test
  void unaryCallSucceedsWithItsMessage() {
    Plugin plugin = probe.start("gr=proxy_get_buffer_bytes(5,0,100)|gc=proxy_get_status()");
    run(plugin, "rh=proxy_grpc_call(grpc,pkg.Service,Check,,question,1000)");

    upstreams.grpcListeners.getFirst().onMessage(Bytes.utf8("answer"));
    upstreams.grpcListeners.getFirst().onClose(0, "");
    host.lane.run();

    assertThat(upstreams.events).containsExactly("send question end");
    assertThat(probe.pluginLines()).filteredOn(line -> line.contains(":answer")).hasSize(1);
    assertThat(probe.pluginLines()).noneMatch(line -> line.startsWith("gc"));
  }

  @Test
  void unaryCallFailsWithItsStatus() {
    Plugin plugin = probe.start("gr=proxy_get_buffer_bytes(5,0,100)|gc=proxy_get_status()");
    run(plugin, "rh=proxy_grpc_call(grpc,pkg.Service,Check,,question,1000)");

    upstreams.grpcListeners.getFirst().onClose(7, "denied");
    host.lane.run();

    assertThat(probe.pluginLines().getLast()).startsWith("gc").contains(":7").contains("denied");
  }

  @Test
  void streamHearsEverythingInOrder() {
    Plugin plugin =
        probe.start(
            "gi=proxy_get_header_map_value(4,k)|gr=proxy_get_buffer_bytes(5,0,9)"
                + "|gt=proxy_get_header_map_value(5,t)|gc=proxy_get_status()");
    run(plugin, "rh=proxy_grpc_stream(grpc,pkg.Service,Watch,)");

    var listener = upstreams.grpcListeners.getFirst();
    listener.onInitialMetadata(HeaderMap.of("k", "v1"));
    listener.onMessage(Bytes.utf8("m1"));
    listener.onTrailingMetadata(HeaderMap.of("t", "v2"));
    listener.onClose(0, "");
    host.lane.run();

    assertThat(probe.pluginLines())
        .extracting(line -> line.substring(0, 2))
        .containsSubsequence("gi", "gr", "gt", "gc");
  }

  @Test
  void grpcServiceMessageNamesTheUpstream() {
    Plugin plugin = probe.start();

    run(plugin, "rh=proxy_grpc_call(%0a%06%0a%04grpc,pkg.Service,Check,,q,1000)");
    run(plugin, "rh=proxy_grpc_call(nobody,pkg.Service,Check,,q,1000)");

    assertThat(upstreams.grpcRequests).hasSize(1);
    assertThat(probe.lines().getLast()).contains("proxy_grpc_call=4");
  }

  @Test
  void heldStreamThatWaitsForNothingIsReported() {
    Plugin plugin = probe.start();

    run(plugin, "rh=ret(1)");
    run(plugin, "rh=" + CALL + ";ret(1)");

    assertThat(host.observer.events)
        .filteredOn(event -> event.startsWith("stalled"))
        .containsExactly("stalled proxy_on_request_headers");
  }

  private HeadersAction run(Plugin plugin, String script) {
    FakeExchange exchange = Probe.exchange(script);
    StreamContext stream = plugin.open(exchange);
    try {
      return stream.onRequestHeaders(true);
    } finally {
      stream.close();
    }
  }
}
