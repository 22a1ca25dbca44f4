package dev.weir.proxywasm.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.abi.NetworkAction;
import dev.weir.proxywasm.abi.PeerType;
import dev.weir.proxywasm.abi.StreamType;
import dev.weir.proxywasm.context.ConnectionContext;
import dev.weir.proxywasm.http.PropertyValue;
import dev.weir.proxywasm.testing.FakeConnection;
import dev.weir.proxywasm.testing.Host;
import dev.weir.proxywasm.testing.Probe;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a plugin's callbacks hear of a TCP connection, and what they make of it.
class ConnectionContextTest {
  private final Host host = new Host();
  private final Probe probe = new Probe(host);
  private final FakeConnection connection = new FakeConnection();

  @Test
  void callbacksHearOfAConnectionFromItsBeginToItsEnd() {
    ConnectionContext context =
        open("nc=ret(0)|dd=ret(0)|ud=ret(0)|dc=ret(0)|uc=ret(0)|dn=ret(0)|lg=ret(0)|dl=ret(0)");

    context.onNewConnection();
    arrives(context, StreamType.DOWNSTREAM, "abc", false);
    arrives(context, StreamType.UPSTREAM, "de", true);
    context.onUpstreamClose(PeerType.UNKNOWN);
    context.onDownstreamClose(PeerType.REMOTE);
    context.close();

    assertThat(lines())
        .containsExactly(
            "nc(0,0,0) ret -> 0",
            "dd(3,0,0) ret -> 0",
            "ud(2,1,0) ret -> 0",
            "uc(0,0,0) ret -> 0",
            "dc(2,0,0) ret -> 0",
            "dn(0,0,0) ret -> 0",
            "lg(0,0,0) ret -> 0",
            "dl(0,0,0) ret -> 0");
  }

  @ParameterizedTest
  @CsvSource({"0, CONTINUE", "1, PAUSE", "99, PAUSE"})
  void resultsAreReadAsEnvoyReadsThem(int result, NetworkAction expected) {
    ConnectionContext context = open("nc=ret(%1$d)|dd=ret(%1$d)|ud=ret(%1$d)".formatted(result));

    assertThat(context.onNewConnection()).isEqualTo(expected);
    assertThat(context.onData(StreamType.DOWNSTREAM, false)).isEqualTo(expected);
    assertThat(context.onData(StreamType.UPSTREAM, false)).isEqualTo(expected);
  }

  @Test
  void dataIsReadAndReplacedInBothDirections() {
    ConnectionContext context =
        open(
            "dd=proxy_get_buffer_bytes(2,0,9);proxy_set_buffer_bytes(2,0,9,to)"
                + "|ud=proxy_get_buffer_status(3);proxy_set_buffer_bytes(3,9,0,!)");

    arrives(context, StreamType.DOWNSTREAM, "from", false);
    arrives(context, StreamType.UPSTREAM, "back", false);

    assertThat(lines().getFirst()).contains("proxy_get_buffer_bytes=0:from");
    assertThat(lines().getLast()).contains("proxy_get_buffer_status=0:4:0");
    assertThat(connection.text(StreamType.DOWNSTREAM)).isEqualTo("to");
    assertThat(connection.text(StreamType.UPSTREAM)).isEqualTo("back!");
  }

  @Test
  void resumeInsideTheOwnCallbackOverridesThePause() {
    ConnectionContext context = open("dd=proxy_continue_stream(2);ret(1)");

    assertThat(context.onData(StreamType.DOWNSTREAM, false)).isEqualTo(NetworkAction.CONTINUE);
    assertThat(connection.resumed).isEmpty();
  }

  @Test
  void theOtherDirectionIsResumedAfterTheCallback() {
    ConnectionContext context = open("dd=proxy_continue_stream(3)|ud=proxy_continue_stream(2)");

    context.onData(StreamType.DOWNSTREAM, false);
    context.onData(StreamType.UPSTREAM, false);

    assertThat(connection.resumed).containsExactly(StreamType.UPSTREAM, StreamType.DOWNSTREAM);
  }

  @Test
  void strictlyWhatTheServerSentIsNotResumed() {
    ConnectionContext context = openStrict("dd=proxy_continue_stream(3)");

    context.onData(StreamType.DOWNSTREAM, false);

    assertThat(lines().getLast()).contains("proxy_continue_stream=12");
    assertThat(connection.resumed).isEmpty();
  }

  @Test
  void strictlyAConnectionHasNoHeadersInTheLogEither() {
    ConnectionContext context = openStrict("lg=proxy_get_header_map_value(0,x-a)");

    context.close();

    assertThat(lines().getLast()).contains("proxy_get_header_map_value=2");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "2, 1", "3, 1"})
  void onlyTheStreamTypesOfConnectionsCloseOne(int type, int closes) {
    open("dd=proxy_close_stream(%d)".formatted(type)).onData(StreamType.DOWNSTREAM, false);

    assertThat(connection.closes).isEqualTo(closes);
  }

  @Test
  void propertiesAreThoseOfTheConnection() {
    connection.with(List.of("source", "address"), PropertyValue.Text.of("192.0.2.1:7"));
    ConnectionContext context =
        open(
            "dd=proxy_get_property(source%00address);proxy_set_property(a,b);proxy_get_property(a)"
                + ";proxy_get_property(request%00path)");

    context.onData(StreamType.DOWNSTREAM, false);

    assertThat(lines().getLast())
        .contains("proxy_get_property=0:192.0.2.1:7 proxy_set_property=0 proxy_get_property=0:b")
        .contains("proxy_get_property=1 ->");
  }

  @Test
  void aTrapIsTheConnectionsOwnAndFailsItsNeighbours() {
    Plugin plugin = probe.start("ud=trap");
    FakeConnection neighbour = new FakeConnection();
    plugin.open(neighbour).onNewConnection();
    ConnectionContext context = plugin.open(connection);
    context.onNewConnection();

    assertThatThrownBy(() -> context.onData(StreamType.UPSTREAM, false))
        .isInstanceOf(PluginException.Trapped.class);
    host.lane.run();

    assertThat(connection.failures).isEmpty();
    assertThat(neighbour.failures).hasSize(1);
  }

  @Test
  void aPauseThatNothingCanEndIsReported() {
    open("dd=ret(1)").onData(StreamType.DOWNSTREAM, true);

    assertThat(host.observer.events).anyMatch(event -> event.startsWith("stalled"));
  }

  @Test
  void aPauseThatEndsWithTheConnectionIsNoStall() {
    open("dd=proxy_close_stream(2);ret(1)").onData(StreamType.DOWNSTREAM, true);

    assertThat(host.observer.events).noneMatch(event -> event.startsWith("stalled"));
  }

  private ConnectionContext open(String script) {
    ConnectionContext context = probe.start(script).open(connection);
    if (!script.contains("nc=")) {
      context.onNewConnection();
    }
    return context;
  }

  private ConnectionContext openStrict(String script) {
    PluginSpec spec = PluginSpec.of("probe", Bytes.utf8(script));
    ConnectionContext context =
        probe.start(spec.withBehaviour(PluginSpec.Behaviour.STRICT)).open(connection);
    context.onNewConnection();
    return context;
  }

  private void arrives(
      ConnectionContext context, StreamType from, String bytes, boolean endOfStream) {
    connection.with(from, bytes);
    context.onData(from, endOfStream);
  }

  /// What the probe wrote of connections, which run the plugin context's script.
  private List<String> lines() {
    return host.log.lines.stream()
        .filter(line -> line.contains("probe - "))
        .map(line -> line.substring(line.indexOf("probe - ") + "probe - ".length()))
        .toList();
  }
}
