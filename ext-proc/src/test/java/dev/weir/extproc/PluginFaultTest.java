package dev.weir.extproc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import dev.weir.proto.v1alpha1.FailStrategy;
import dev.weir.proto.v1alpha1.Limits;
import dev.weir.proto.v1alpha1.Plugin;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ProcessingMode.BodySendMode;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpBody;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ProtocolConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A plugin that fails in every way there is, before another plugin of its chain, and beside
/// another chain on the only lane: its own requests follow its fail strategy, and all others are as
/// ever.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PluginFaultTest {
  private static final Duration CALLBACK = Duration.ofMillis(50);

  /// On a busy machine a callback may take ten times its limit; and somebody has to answer.
  private static final Duration LONGEST = CALLBACK.multipliedBy(10).plusSeconds(2);

  enum Fault {
    TRAP("trap()", "Trapped", ""),
    LOOP("loop()", "OutOfTime", "callback"),
    RECURSION("recurse()", "OutOfStack", "stack"),
    NO_MEMORY("grow(1000);trap()", "Trapped", "memory");

    final String script;
    final String kind;
    final String limit;

    Fault(String script, String kind, String limit) {
      this.script = script;
      this.kind = kind;
      this.limit = limit;
    }
  }

  private RunningHost host;
  private ProcessClient proxy;

  @BeforeAll
  void start() throws Exception {
    host = RunningHost.withoutChains(options -> options.withLanes(1));
    proxy = new ProcessClient(host.address());
    for (FailStrategy strategy : strategies()) {
      host.load(strategy.name(), probe(strategy), RunningHost.headers());
    }
    host.load("other", RunningHost.headers());
  }

  @AfterAll
  void stop() {
    proxy.close();
    host.close();
  }

  @ParameterizedTest
  @MethodSource("everyWayToFail")
  void failsItsOwnRequestOnly(FailStrategy strategy, Fault fault) throws Exception {
    awaitRuns(strategy.name());
    double failed = count("instances.failed", strategy, "kind", fault.kind);
    ProcessClient.Call failing = proxy.open(strategy.name() + "@r1");
    failing.send(request("rh=" + fault.script));
    long from = System.nanoTime();

    ProcessingResponse other = proxy.open("other@r1").ask(ProcessClient.get("/"));

    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(LONGEST);
    assertThat(set(other)).containsExactly("x-weir");
    assertStrategy(strategy, failing.next());
    assertThat(count("instances.failed", strategy, "kind", fault.kind)).isEqualTo(failed + 1);
    if (!fault.limit.isEmpty()) {
      assertThat(count("limits.reached", strategy, "limit", fault.limit)).isPositive();
    }
    awaitRuns(strategy.name());
  }

  @Test
  void refusesABodyThatThePluginMayNotHold() throws Exception {
    awaitRuns(FailStrategy.FAIL_CLOSE.name());
    ProcessClient.Call call = proxy.open(FailStrategy.FAIL_CLOSE + "@r1");
    call.ask(withBody("rb=ret(1)"));

    ProcessingResponse answer =
        call.ask(
            ProcessingRequest.newBuilder()
                .setRequestBody(
                    HttpBody.newBuilder().setBody(ByteString.copyFromUtf8("0123456789ab")))
                .build());

    assertThat(answer.getImmediateResponse().getStatus().getCodeValue()).isEqualTo(413);
    assertThat(count("limits.reached", FailStrategy.FAIL_CLOSE, "limit", "heldBody")).isEqualTo(1);
  }

  @Test
  void countsARequestThatItsPluginHoldsForEver() throws Exception {
    String chain = FailStrategy.FAIL_CLOSE.name();
    awaitRuns(chain);
    ProcessClient.Call held = proxy.open(chain + "@r1");
    held.send(request("rh=ret(1)"));

    proxy.open("other@r1").ask(ProcessClient.get("/")); // behind it on the only lane

    assertThat(
            host.meters
                .counter("weir.extproc.plugin.stalled", "plugin", "default/" + chain)
                .count())
        .isEqualTo(1);
    held.reset();
  }

  private static void assertStrategy(FailStrategy strategy, ProcessingResponse answer) {
    if (strategy == FailStrategy.FAIL_OPEN) {
      assertThat(set(answer)).containsExactly("x-weir");
    } else {
      assertThat(answer.getImmediateResponse().getStatus().getCodeValue()).isEqualTo(503);
      assertThat(answer.getImmediateResponse().getDetails()).isEqualTo("wasm_fail_stream");
    }
  }

  static Stream<Arguments> everyWayToFail() {
    return strategies().stream()
        .flatMap(strategy -> Stream.of(Fault.values()).map(fault -> Arguments.of(strategy, fault)));
  }

  private static List<FailStrategy> strategies() {
    return List.of(FailStrategy.FAIL_CLOSE, FailStrategy.FAIL_OPEN, FailStrategy.FAIL_RELOAD);
  }

  /// Another instance serves in place of the one that failed.
  private void awaitRuns(String chain) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      ProcessClient.Call call = proxy.open(chain + "@r1");
      ProcessingResponse answer =
          call.ask(request("rh=proxy_add_header_map_value(0,x-probe-ran,1)"));
      call.reset();
      if (set(answer).contains("x-probe-ran")) {
        return;
      }
      assertThat(System.nanoTime()).as("another instance of %s", chain).isLessThan(deadline);
    }
  }

  private double count(String name, FailStrategy strategy, String tag, String value) {
    return host.meters
        .counter("weir.extproc.plugin." + name, "plugin", "default/" + strategy, tag, value)
        .count();
  }

  private static List<String> set(ProcessingResponse answer) {
    return answer.getRequestHeaders().getResponse().getHeaderMutation().getSetHeadersList().stream()
        .map(HeaderValueOption::getHeader)
        .map(header -> header.getKey())
        .toList();
  }

  private static ProcessingRequest request(String script) {
    return ProcessingRequest.newBuilder()
        .setProtocolConfig(ProtocolConfiguration.getDefaultInstance())
        .setRequestHeaders(
            ProcessClient.headers(
                true, ":method", "GET", ":path", "/", ":authority", "a", "x-probe", script))
        .build();
  }

  private static ProcessingRequest withBody(String script) {
    ProcessingRequest.Builder request = request(script).toBuilder();
    request.getRequestHeadersBuilder().setEndOfStream(false);
    request.getProtocolConfigBuilder().setRequestBodyMode(BodySendMode.FULL_DUPLEX_STREAMED);
    return request.build();
  }

  private static Plugin probe(FailStrategy strategy) throws Exception {
    return RunningHost.plugin("default/" + strategy, "probe").toBuilder()
        .setFailStrategy(strategy)
        .setLimits(
            Limits.newBuilder()
                .setCallback(Durations.fromMillis(CALLBACK.toMillis()))
                .setHeldBodyBytes(10))
        .build();
  }
}
