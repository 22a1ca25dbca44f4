package dev.weir.proxywasm.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxywasm.testing.FakeExchange;
import dev.weir.proxywasm.testing.Host;
import dev.weir.proxywasm.testing.Probe;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Timers, queues and the end of plugin contexts.
class PluginContextTest {
  private final Host host = new Host();
  private final Probe probe = new Probe(host);

  @Test
  void ticksWithItsPeriodUntilItIsClosed() {
    Plugin plugin = probe.start("cf=proxy_set_tick_period_milliseconds(100)|tk=proxy_log(2,tick)");

    host.lane.advance(Duration.ofMillis(350));
    assertThat(ticks()).isEqualTo(3);

    plugin.close();
    host.lane.advance(Duration.ofSeconds(1));
    assertThat(ticks()).isEqualTo(3);
  }

  @Test
  void periodOfZeroDisarmsTheTick() {
    probe.start(
        "cf=proxy_set_tick_period_milliseconds(100)|tk=proxy_set_tick_period_milliseconds(0)");

    host.lane.advance(Duration.ofSeconds(1));

    assertThat(ticks()).isEqualTo(1);
    assertThat(host.lane.timers()).isZero();
  }

  @Test
  void failedInstanceLeavesNoTimerBehind() {
    probe.start("cf=proxy_set_tick_period_milliseconds(100)|tk=trap()");

    host.lane.advance(Duration.ofMillis(150));

    assertThat(host.observer.events).contains("retired Trapped");
    assertThat(host.lane.timers()).isEqualTo(1);
  }

  @Test
  void queueTellsTheLastRegistrantOfEachMessage() {
    Plugin plugin =
        probe.start("cf=proxy_register_shared_queue(q)|qr=proxy_dequeue_shared_queue(1)");

    plugin
        .open(
            Probe.exchange("rh=proxy_enqueue_shared_queue(1,m1);proxy_enqueue_shared_queue(1,m2)"))
        .onRequestHeaders(true);
    host.lane.run();

    assertThat(probe.pluginLines())
        .filteredOn(line -> line.startsWith("qr"))
        .extracting(line -> line.replaceAll(".*=0:(m.).*", "$1"))
        .containsExactly("m1", "m2");
  }

  @Test
  void streamEndsWithLogDoneDelete() {
    Plugin plugin = probe.start();
    var stream =
        plugin.open(Probe.exchange("lg=proxy_log(2,x)|dn=proxy_log(2,x)|dl=proxy_log(2,x)"));
    stream.onRequestHeaders(true);

    stream.close();
    stream.close();

    assertThat(probe.lines()).extracting(line -> line.substring(0, 2)).endsWith("lg", "dn", "dl");
  }

  @Test
  void pluginThatIsNotDoneYetStaysUntilItSaysSo() {
    Plugin plugin =
        probe.start(
            "cf=proxy_set_tick_period_milliseconds(100)|dn=ret(0)|tk=proxy_done()"
                + "|dl=proxy_log(2,gone)");

    plugin.close();
    assertThat(deleted()).isZero();
    host.lane.advance(Duration.ofMillis(150));

    assertThat(deleted()).isEqualTo(1);
  }

  @Test
  void pluginThatNeverSaysSoIsEnded() {
    Plugin plugin = probe.start("dn=ret(0)|dl=proxy_log(2,gone)");

    plugin.close();
    host.lane.advance(Duration.ofSeconds(11));

    assertThat(deleted()).isEqualTo(1);
  }

  @Test
  void streamsNumberOnFromThePluginContext() {
    Plugin plugin = probe.start();

    assertThat(plugin.open(FakeExchange.get()).id()).isEqualTo(2);
    assertThat(plugin.open(FakeExchange.get()).id()).isEqualTo(3);
  }

  private long ticks() {
    return probe.pluginLines().stream().filter(line -> line.startsWith("tk")).count();
  }

  private long deleted() {
    return probe.pluginLines().stream().filter(line -> line.startsWith("dl")).count();
  }
}
