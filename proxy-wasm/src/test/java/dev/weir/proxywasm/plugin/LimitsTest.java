package dev.weir.proxywasm.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.engine.wat.Wat;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.Limit;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginLimits;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.abi.BufferType;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.testing.FakeExchange;
import dev.weir.proxywasm.testing.FakeUpstreams;
import dev.weir.proxywasm.testing.Host;
import dev.weir.proxywasm.testing.Probe;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A real guest goes beyond each limit: the host counts it under the limit's key, writes the key,
/// and answers what SDKs tolerate.
class LimitsTest {
  private static final PluginLimits.Instance INSTANCE =
      new PluginLimits.Instance(Duration.ofMillis(50), Duration.ofSeconds(5), 4 << 20, 1_000);
  private static final PluginLimits.Queues QUEUES = new PluginLimits.Queues(1, 2, 10);

  private static final PluginLimits LOW =
      new PluginLimits(
          INSTANCE,
          new PluginLimits.Traffic(1, 5, 600, 20),
          new PluginLimits.Shared(20, 2, QUEUES, 2));

  private static final String CALL = "proxy_http_call(api,:method=GET&:path=/&:authority=a,,,0)";

  private final Host host = new Host();
  private final Probe probe = new Probe(host);

  @Test
  void callbackThatLoopsIsStopped() {
    assertThatThrownBy(() -> run("rh=loop()"))
        .isInstanceOf(PluginException.OutOfTime.class)
        .hasMessageEndingWith("within 50 ms (limit: limits.callback)");
    assertReached(Limit.CALLBACK);
  }

  @Test
  void initialisationThatLoopsIsStopped() {
    assertThatThrownBy(() -> startModule("(func (export \"_initialize\") (loop $l (br $l)))"))
        .isInstanceOf(PluginException.StartFailed.class)
        .hasMessageEndingWith("no return from _initialize within 200 ms (limit: limits.start)");
    assertReached(Limit.START);
  }

  @Test
  void startSectionThatLoopsIsStopped() {
    assertThatThrownBy(() -> startModule("(func $s (loop $l (br $l))) (start $s)"))
        .isInstanceOf(PluginException.StartFailed.class)
        .hasMessageEndingWith(
            "no return from the start section within 200 ms (limit: limits.start)");
    assertReached(Limit.START);
  }

  @Test
  void memoryStopsGrowing() {
    run("rh=grow(1000)");

    assertThat(probe.lines().getLast()).contains("-> 0");
    assertReached(Limit.MEMORY);
  }

  @Test
  void memoryIsTooLargeAtTheStart() {
    assertThatThrownBy(() -> startModule("(memory (export \"memory\") 100)", ""))
        .isInstanceOf(PluginException.StartFailed.class)
        .hasMessageEndingWith("memory of 6400 KiB (limit: limits.memory)");
    assertReached(Limit.MEMORY);
  }

  @Test
  void editedBodyStopsGrowing() {
    FakeExchange exchange = exchange("rb=" + "proxy_set_buffer_bytes(0,0,0,@0:1000000);".repeat(6));
    exchange.with(BufferType.HTTP_REQUEST_BODY, "abc");
    StreamContext stream = started().open(exchange);
    stream.onRequestHeaders(false);

    stream.onRequestBody(true);

    assertThat(exchange.body(BufferType.HTTP_REQUEST_BODY).orElseThrow().length())
        .isEqualTo(4_000_003);
    assertReached(Limit.MEMORY);
  }

  @Test
  void recursionIsStopped() {
    assertThatThrownBy(() -> run("rh=recurse()"))
        .isInstanceOf(PluginException.OutOfStack.class)
        .hasMessageEndingWith("exhausted in proxy_on_request_headers (limit: limits.stack)");

    assertReached(Limit.STACK);
  }

  @Test
  void callBeyondTheLimitIsRefused() {
    host.services = host.services.withUpstreams(new FakeUpstreams());

    run("rh=%s;%s".formatted(CALL, CALL));

    assertThat(probe.lines().getLast())
        .contains("proxy_http_call=0")
        .contains("proxy_http_call=10");
    assertReached(Limit.CALLOUTS);
  }

  @Test
  void logLinesBeyondTheRateAreDropped() {
    run("rh=" + "proxy_log(2,x);".repeat(20));

    assertThat(host.log.lines).filteredOn("INFO x"::equals).hasSizeLessThanOrEqualTo(5);
    assertReached(Limit.LOG_RATE);
  }

  @Test
  void logLinesOfTheInitialisationAreDroppedToo() {
    startModule(
        """
        (import "env" "proxy_log" (func $log (param i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        """,
        """
        (func (export "_initialize") (local $n i32)
          (loop $l
            (drop (call $log (i32.const 2) (i32.const 0) (i32.const 1)))
            (local.set $n (i32.add (local.get $n) (i32.const 1)))
            (br_if $l (i32.lt_s (local.get $n) (i32.const 1000)))))
        """);

    assertThat(host.log.lines).hasSizeLessThan(10);
    assertReached(Limit.LOG_RATE);
  }

  @Test
  void headerMapStopsGrowing() {
    run("rh=proxy_add_header_map_value(0,x-a,%s)".formatted("v".repeat(700)));

    assertThat(probe.lines().getLast()).contains("proxy_add_header_map_value=0");
    assertReached(Limit.HEADER_BYTES);
  }

  @Test
  void headersWrittenOverAndOverAreBounded() {
    FakeExchange exchange = run("rh=" + "proxy_replace_header_map_value(0,x-a,v);".repeat(200));

    assertThat(exchange.map(MapType.HTTP_REQUEST_HEADERS).arena().length).isLessThan(16 << 10);
    assertReached(Limit.HEADER_BYTES);
  }

  @Test
  void propertiesAreBounded() {
    run("rh=proxy_set_property(a,0123456789);proxy_set_property(b,0123456789)");

    assertThat(probe.lines().getLast()).contains("proxy_set_property=0 proxy_set_property=0");
    assertReached(Limit.PROPERTY_BYTES);
  }

  @Test
  void sharedDataIsBounded() {
    run("rh=proxy_set_shared_data(a,%s,0)".formatted("v".repeat(20)));

    assertThat(probe.lines().getLast()).contains("proxy_set_shared_data=0");
    assertReached(Limit.SHARED_DATA);
  }

  @Test
  void sharedDataKeysAreBounded() {
    run(
        "rh="
            + "proxy_set_shared_data(a,,0);proxy_set_shared_data(b,,0);proxy_set_shared_data(c,,0)");

    assertThat(probe.lines().getLast()).endsWith("proxy_set_shared_data=0 -> 0");
    assertReached(Limit.SHARED_DATA_KEYS);
  }

  @Test
  void queueBeyondTheLimitIsNone() {
    run(
        "rh=proxy_register_shared_queue(a);proxy_register_shared_queue(b);"
            + "proxy_enqueue_shared_queue(0,x)");

    assertThat(probe.lines().getLast())
        .contains("proxy_register_shared_queue=0 proxy_enqueue_shared_queue=1");
    assertReached(Limit.QUEUES);
  }

  @Test
  void queueStopsAtItsLength() {
    run("rh=proxy_register_shared_queue(a);" + "proxy_enqueue_shared_queue(1,x);".repeat(3));

    assertThat(probe.lines().getLast()).contains("proxy_enqueue_shared_queue=0 -> 0");
    assertReached(Limit.QUEUE_LENGTH);
  }

  @Test
  void queueStopsAtItsBytes() {
    run("rh=proxy_register_shared_queue(a);proxy_enqueue_shared_queue(1,0123456789ab)");

    assertThat(probe.lines().getLast()).contains("proxy_enqueue_shared_queue=0 -> 0");
    assertReached(Limit.QUEUE_BYTES);
  }

  @Test
  void metricBeyondTheLimitKeepsNothing() {
    run(
        "rh=proxy_define_metric(0,a);proxy_define_metric(0,b);proxy_define_metric(0,c);"
            + "proxy_increment_metric(12,1)");

    assertThat(probe.lines().getLast()).contains("proxy_define_metric=0 proxy_increment_metric=0");
    assertReached(Limit.METRICS);
  }

  @Test
  void metricsOfFailedInstancesCountToo() {
    Plugin plugin = started();
    for (String name : List.of("a", "b", "c")) {
      StreamContext stream =
          plugin.open(exchange("rh=proxy_define_metric(0,%s);trap()".formatted(name)));
      assertThatThrownBy(() -> stream.onRequestHeaders(true)).isInstanceOf(PluginException.class);
      host.lane.run();
    }

    assertReached(Limit.METRICS);
  }

  @Test
  void namesAreBoundedToo() {
    run("rh=proxy_define_metric(0,@1024:5000);proxy_register_shared_queue(@1024:5000)");

    assertThat(probe.lines().getLast())
        .contains("proxy_define_metric=0 proxy_register_shared_queue=0");
    assertReached(Limit.METRICS);
    assertReached(Limit.QUEUES);
  }

  @Test
  void writesOfALimitOnceAMinute() {
    Plugin plugin = started();
    String script = "rh=" + "proxy_set_shared_data(a,%s,0);".formatted("v".repeat(20)).repeat(3);

    plugin.open(exchange(script)).onRequestHeaders(true);
    plugin.open(exchange(script)).onRequestHeaders(true);
    host.lane.advance(Duration.ofMinutes(2));
    plugin.open(exchange(script)).onRequestHeaders(true);

    assertThat(host.log.lines)
        .filteredOn(line -> line.contains("limits.sharedData"))
        .containsExactly(
            "WARN reached once (limit: limits.sharedData)",
            "WARN reached 6 times (limit: limits.sharedData)");
  }

  private void assertReached(Limit limit) {
    assertThat(host.observer.events).contains("reached " + limit);
    assertThat(host.log.lines)
        .anyMatch(line ->
            line.startsWith("WARN reached") && line.endsWith("(limit: %s)".formatted(limit)));
  }

  private static FakeExchange exchange(String script) {
    return Probe.exchange(script);
  }

  private FakeExchange run(String script) {
    FakeExchange exchange = exchange(script);
    started().open(exchange).onRequestHeaders(true);
    return exchange;
  }

  private Plugin started() {
    return probe.start(PluginSpec.of("probe", Bytes.EMPTY).withLimits(LOW));
  }

  private void startModule(String functions) {
    startModule("(memory (export \"memory\") 1)", functions);
  }

  private void startModule(String head, String functions) {
    byte[] module =
        Wat.assemble(
            """
            (module %s
              (func (export "proxy_abi_version_0_2_1"))
              (func (export "malloc") (param i32) (result i32) (i32.const 1024))
              %s)
            """
                .formatted(head, functions));
    PluginLimits limits =
        LOW.with(
            new PluginLimits.Instance(
                Duration.ofMillis(50), Duration.ofMillis(200), 4 << 20, 1_000));
    host.start(Host.compile(module), PluginSpec.of("hostile", Bytes.EMPTY).withLimits(limits));
  }
}
