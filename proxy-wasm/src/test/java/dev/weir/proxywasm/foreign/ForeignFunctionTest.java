package dev.weir.proxywasm.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginLimits;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.http.PropertyValue;
import dev.weir.proxywasm.plugin.Plugin;
import dev.weir.proxywasm.testing.FakeExchange;
import dev.weir.proxywasm.testing.Host;
import dev.weir.proxywasm.testing.Probe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Envoy's foreign functions as a guest calls them.
class ForeignFunctionTest {
  private final Host host = new Host();
  private final Probe probe = new Probe(host);
  private final FakeExchange exchange = new FakeExchange();
  private Plugin plugin = start();

  @Test
  void uncompressesWhatItCompressed() {
    byte[] text = "a long text, a long text, a long text".getBytes(UTF_8);

    byte[] packed = Zlib.compress(text).bytes().toByteArray();

    assertThat(call("uncompress", packed)).isEqualTo("0:" + escaped(text));
    assertThat(call("uncompress", new byte[] {1, 2, 3})).isEqualTo("3");
    assertThat(call("uncompress", new byte[0])).isEqualTo("3");
  }

  @Test
  void verifiesWhatItSigned() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    byte[] text = "signed text".getBytes(UTF_8);

    byte[] signed =
        Signatures.sign(message("sha256", pair.getPrivate().getEncoded(), text, new byte[0]))
            .bytes()
            .toByteArray();
    byte[] signature = MessageFields.read(signed).orElseThrow().bytes(2).toByteArray();
    byte[] verify = message("sha256", pair.getPublic().getEncoded(), signature, text);
    byte[] other = message("sha256", pair.getPublic().getEncoded(), signature, signature);

    assertThat(result(Signatures.verify(verify))).isTrue();
    assertThat(result(Signatures.verify(other))).isFalse();
    assertThat(result(Signatures.verify(message("md5", pair.getPublic().getEncoded(), text, text))))
        .isFalse();
    assertThat(call("verify_signature", new byte[] {1, 2})).isEqualTo("2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          request.method == 'GET'                          | 0:%01
          request.headers['x-in'] + '!'                    | 0:one!
          request.path.startsWith('/no')                   | 0:%00
          1 + 2                                            | 0:%03%00%00%00%00%00%00%00
          request.headers['none']                          | 10
          has(request.nothing)                             | 0:%00
          plugin_name                                      | 0:probe
          source.port                                      | 0:%50%00%00%00%00%00%00%00
          [1, 2].exists(x, x == 2)                         | 0:%01
          """)
  void evaluatesExpressionsOverProperties(String expression, String expected) {
    exchange.with(List.of("source", "port"), new PropertyValue.Int64(0x50));

    assertThat(call("expr_create", expression.getBytes(UTF_8))).isEqualTo("0:%00%00%00%00");
    String answer = callAgain("expr_evaluate", new byte[4]);

    assertThat(answer).isEqualTo(expected.replace("%50", "P"));
  }

  @Test
  void refusesWrongExpressionsAndTokens() {
    assertThat(call("expr_create", "request.method ==".getBytes(UTF_8))).isEqualTo("2");
    assertThat(call("expr_evaluate", new byte[4])).isEqualTo("1");
    assertThat(call("expr_evaluate", new byte[3])).isEqualTo("2");
    assertThat(call("expr_delete", new byte[4])).isEqualTo("0:");
  }

  @Test
  void clearsTheRouteCache() {
    assertThat(call("clear_route_cache", new byte[0])).isEqualTo("0:");

    assertThat(exchange.routeCacheClears).isEqualTo(1);
  }

  @Test
  void setsFilterStateForTheExchange() throws IOException {
    assertThat(call("set_envoy_filter_state", message("key", "value".getBytes(UTF_8))))
        .isEqualTo("0:");

    assertThat(exchange.property(List.of("filter_state", "key")))
        .contains(PropertyValue.Text.of("value"));
  }

  @Test
  void declaresAPropertyForThePluginWhoseTickRunsNotForTheEffectiveStream() {
    plugin = probe.start("cf=proxy_set_tick_period_milliseconds(10)");

    assertThat(declaredInATick()).contains("proxy_call_foreign_function=0:");
    assertThat(declaredInATick()).contains("proxy_call_foreign_function=2");
  }

  private String declaredInATick() {
    String script = "tk=proxy_call_foreign_function(declare_property,%0a%02p1)";
    StreamContext stream = plugin.open(Probe.exchange(script));
    stream.onRequestHeaders(true);
    host.lane.advance(Duration.ofMillis(10));
    stream.close();
    return probe.lines().getLast();
  }

  private String call(String function, byte[] argument) {
    plugin = start();
    return callAgain(function, argument);
  }

  private String callAgain(String function, byte[] argument) {
    String script = "rh=proxy_call_foreign_function(%s,%s)".formatted(function, percent(argument));
    exchange.with(
        MapType.HTTP_REQUEST_HEADERS, Probe.exchange(script).map(MapType.HTTP_REQUEST_HEADERS));
    exchange.map(MapType.HTTP_REQUEST_HEADERS).add("x-in", "one");
    StreamContext stream = plugin.open(exchange);
    stream.onRequestHeaders(true);
    stream.close();
    String line = probe.lines().getLast();
    return line.substring(line.indexOf('=') + 1, line.indexOf(" -> "));
  }

  /// With time for the expression library's first use.
  private Plugin start() {
    PluginLimits limits = PluginLimits.defaults().withCallback(Duration.ofSeconds(5));
    return probe.start(PluginSpec.of("probe", Bytes.EMPTY).withLimits(limits));
  }

  private static String percent(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      text.append("%%%02x".formatted(b & 0xff));
    }
    return text.toString();
  }

  private static String escaped(byte[] bytes) {
    return new String(bytes, UTF_8).replace(" ", "%20");
  }

  private static boolean result(ForeignFunction.Result result) {
    return MessageFields.read(result.bytes().toByteArray()).orElseThrow().flag(1);
  }

  /// Fields 1 to 4 of `SignArguments` or `VerifySignatureArguments`.
  private static byte[] message(String first, byte[]... further) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeString(1, first);
    for (int i = 0; i < further.length; i++) {
      if (further[i].length > 0) {
        out.writeByteArray(i + 2, further[i]);
      }
    }
    out.flush();
    return bytes.toByteArray();
  }
}
