package dev.weir.proxywasm.hostcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.Capabilities;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.plugin.Plugin;
import dev.weir.proxywasm.testing.FakeExchange;
import dev.weir.proxywasm.testing.Host;
import dev.weir.proxywasm.testing.Probe;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a plugin's capabilities do not grant.
class CapabilitiesTest {
  private final Host host = new Host();
  private final Probe probe = new Probe(host);

  @Test
  void deniedHostcallAnswersWhatAnSdkTolerates() {
    Plugin plugin =
        startWithout(PluginSpec.Behaviour.DEFAULT, "proxy_get_property", "proxy_set_property");

    run(plugin, "rh=proxy_get_property(plugin_name);proxy_set_property(a,b)");

    assertThat(probe.lines().getLast()).contains("proxy_get_property=1 proxy_set_property=0");
    assertThat(host.observer.events).contains("dropped denied proxy_get_property");
    assertThat(host.log.lines)
        .contains("ERROR hostcall proxy_get_property denied (limit: capabilities)");
  }

  @Test
  void deniedHostcallAnswersInternalFailureInStrictMode() {
    Plugin plugin = startWithout(PluginSpec.Behaviour.STRICT, "proxy_get_property");

    run(plugin, "rh=proxy_get_property(plugin_name)");

    assertThat(probe.lines().getLast()).contains("proxy_get_property=10");
  }

  @Test
  void deniedCallbackIsAsIfItWereNotExported() {
    Plugin plugin = startWithout(PluginSpec.Behaviour.DEFAULT, "proxy_on_request_headers");

    assertThat(run(plugin, "rh=trap()")).isEqualTo(HeadersAction.CONTINUE);
  }

  private Plugin startWithout(PluginSpec.Behaviour behaviour, String... denied) {
    Set<String> names = new HashSet<>(Probe.module().facts().hostcalls());
    names.addAll(Probe.module().facts().callbacks());
    names.addAll(Probe.module().facts().wasi());
    names.removeAll(Set.of(denied));
    return probe.start(
        PluginSpec.of("probe", Bytes.EMPTY)
            .withBehaviour(behaviour)
            .withCapabilities(new Capabilities(names)));
  }

  private static HeadersAction run(Plugin plugin, String script) {
    FakeExchange exchange = Probe.exchange(script);
    return plugin.open(exchange).onRequestHeaders(true);
  }
}
