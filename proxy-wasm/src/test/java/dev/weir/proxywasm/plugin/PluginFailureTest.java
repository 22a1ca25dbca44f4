package dev.weir.proxywasm.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginLimits;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.testing.FakeExchange;
import dev.weir.proxywasm.testing.Host;
import dev.weir.proxywasm.testing.Probe;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a failing plugin costs: its instance and the streams in it, nothing else.
class PluginFailureTest {
  private final Host host = new Host();
  private final Probe probe = new Probe(host);

  @Test
  void trapFailsItsStreamAndTheNextRequestRuns() {
    Plugin plugin = probe.start();

    assertThatThrownBy(() -> run(plugin, "rh=trap()"))
        .isInstanceOf(PluginException.Trapped.class)
        .hasMessageContaining("proxy_on_request_headers");

    assertThat(run(plugin, "rh=ret(0)")).isEqualTo(HeadersAction.CONTINUE);
  }

  @Test
  void trapTellsTheOtherStreamsOfTheInstance() {
    Plugin plugin = probe.start();
    FakeExchange bystander = FakeExchange.get();
    StreamContext stream = plugin.open(bystander);
    FakeExchange culprit = Probe.exchange("rh=trap()");

    assertThatThrownBy(() -> plugin.open(culprit).onRequestHeaders(true))
        .isInstanceOf(PluginException.Trapped.class);
    host.lane.run();

    assertThat(bystander.failures).hasSize(1);
    assertThat(culprit.failures).isEmpty();
    assertThatThrownBy(() -> stream.onResponseHeaders(true))
        .isInstanceOf(PluginException.Unavailable.class);
    stream.close();
  }

  @Test
  void endlessLoopEndsAtTheCallbackLimit() {
    PluginSpec spec =
        PluginSpec.of("probe", Bytes.EMPTY)
            .withLimits(PluginLimits.defaults().withCallback(Duration.ofMillis(30)));
    Plugin plugin = probe.start(spec);

    assertThatThrownBy(() -> run(plugin, "rh=loop()"))
        .isInstanceOf(PluginException.OutOfTime.class)
        .hasMessage(
            "plugin probe: no return from proxy_on_request_headers within 30 ms"
                + " (limit: limits.callback)");
    assertThat(run(plugin, "rh=ret(0)")).isEqualTo(HeadersAction.CONTINUE);
  }

  @Test
  void exhaustedStackIsReplaced() {
    Plugin plugin = probe.start();

    assertThatThrownBy(() -> run(plugin, "rh=recurse()")).isInstanceOf(PluginException.class);

    assertThat(run(plugin, "rh=ret(0)")).isEqualTo(HeadersAction.CONTINUE);
  }

  @Test
  void pluginThatKeepsFailingWaitsThenIsQuarantined() {
    Plugin plugin = probe.start();

    for (int i = 0; i < RestartPolicy.BURST; i++) {
      assertThatThrownBy(() -> run(plugin, "rh=trap()"))
          .isInstanceOf(PluginException.Trapped.class);
    }
    assertThatThrownBy(() -> run(plugin, "rh=trap()")).isInstanceOf(PluginException.Trapped.class);
    assertThatThrownBy(() -> run(plugin, "rh=ret(0)"))
        .isInstanceOf(PluginException.Unavailable.class);
    assertThat(host.observer.events).contains("restarting").doesNotContain("quarantined");

    host.lane.advance(Duration.ofSeconds(1));
    assertThat(run(plugin, "rh=ret(0)")).isEqualTo(HeadersAction.CONTINUE);
  }

  @Test
  void pluginThatFailsOnIsQuarantinedAndComesBack() {
    Plugin plugin = probe.start();
    for (int i = 0; i < 300 && !host.observer.events.contains("quarantined"); i++) {
      assertThatThrownBy(() -> run(plugin, "rh=trap()")).isInstanceOf(PluginException.class);
      host.lane.advance(Duration.ofMillis(500));
    }
    assertThat(host.observer.events).contains("quarantined");

    host.lane.advance(RestartPolicy.QUARANTINE.minusSeconds(1));
    assertThatThrownBy(() -> run(plugin, "rh=ret(0)"))
        .isInstanceOf(PluginException.Unavailable.class);
    host.lane.advance(Duration.ofSeconds(2));
    assertThat(run(plugin, "rh=ret(0)")).isEqualTo(HeadersAction.CONTINUE);
  }

  @Test
  void backtraceOfAFailedStartNamesTheFunctions() {
    assertThatThrownBy(() -> probe.start("cf=trap()"))
        .isInstanceOfSatisfying(
            PluginException.ConfigureFailed.class,
            e -> assertThat(e.backtrace()).contains("proxy_on_configure"));
  }

  @Test
  void backtraceNamesTheFunctions() {
    Plugin plugin = probe.start();

    assertThatThrownBy(() -> run(plugin, "rh=trap()"))
        .isInstanceOfSatisfying(
            PluginException.Trapped.class,
            e -> assertThat(e.backtrace()).contains("proxy_on_request_headers"));
  }

  private HeadersAction run(Plugin plugin, String script) {
    StreamContext stream = plugin.open(Probe.exchange(script));
    try {
      return stream.onRequestHeaders(true);
    } finally {
      stream.close();
      host.lane.run();
    }
  }
}
