package dev.weir.proxywasm.hostcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.engine.wat.Wat;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.Capabilities;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.plugin.Plugin;
import dev.weir.proxywasm.plugin.ProxyWasmModule;
import dev.weir.proxywasm.testing.FakeExchange;
import dev.weir.proxywasm.testing.Guests;
import dev.weir.proxywasm.testing.Host;
import dev.weir.proxywasm.testing.Probe;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertThat(host.observer.events).contains("denied proxy_get_property");
    assertThat(host.log.lines)
        .contains("ERROR call of proxy_get_property denied (limit: capabilities)");
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

  @Test
  void deniedWasiFunctionIsNotCapable() {
    byte[] module =
        Wat.assemble(
            """
            (module
              (import "wasi_snapshot_preview1" "random_get"
                (func $random (param i32 i32) (result i32)))
              (memory (export "memory") 1)
              (func (export "proxy_abi_version_0_2_1"))
              (func (export "malloc") (param i32) (result i32) (i32.const 1024))
              (func (export "proxy_on_configure") (param i32 i32) (result i32)
                (i32.eq (call $random (i32.const 0) (i32.const 8)) (i32.const 76))))
            """);

    host.start(
        Host.compile(module),
        PluginSpec.of("wasi", Bytes.EMPTY)
            .withCapabilities(new Capabilities(Set.of("proxy_on_configure"))));

    assertThat(host.observer.events).contains("started", "denied random_get");
    assertThat(host.log.lines).contains("ERROR call of random_get denied (limit: capabilities)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"headers", "api-key", "probe"})
  void listOfAModulesOwnCapabilitiesDeniesNothing(String filter) {
    ProxyWasmModule module = Host.compile(Guests.filter(filter));
    String configuration = filter.equals("api-key") ? "{\"keys\":[\"secret\"]}" : "{}";
    Plugin plugin =
        host.start(
            module,
            PluginSpec.of(filter, Bytes.utf8(configuration))
                .withCapabilities(new Capabilities(module.facts().capabilities())));

    run(plugin, "rh=proxy_get_property(plugin_name);proxy_log(2,x)");

    assertThat(host.observer.events).noneMatch(event -> event.startsWith("denied"));
    assertThat(module.facts().within(new Capabilities(module.facts().capabilities())).wasi())
        .isEqualTo(module.facts().wasi());
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
