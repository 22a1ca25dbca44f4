package dev.weir.proxywasm.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.Capabilities;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.testing.FakeExchange;
import dev.weir.proxywasm.testing.Host;
import dev.weir.proxywasm.testing.Probe;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Several plugins in one VM.
class SharedVmsTest {
  private final Host host = new Host();
  private final Probe probe = new Probe(host);
  private final SharedVms vms = new SharedVms();

  @Test
  void pluginsOfOneVmIdShareTheInstance() {
    Plugin one = start("one", "shared", "");
    Plugin two = start("two", "shared", "");
    Plugin alone = start("alone", "other", "");

    assertThat(newContextId(one)).isLessThan(newContextId(two));
    assertThat(newContextId(alone)).isEqualTo(2);
  }

  @Test
  void eachPluginHasItsOwnRootId() {
    start("one", "shared", "");
    Plugin two = start("two", "shared", "");

    run(two, "rh=proxy_get_property(plugin_root_id)");

    assertThat(probe.lines().getLast()).contains("=0:root-two");
  }

  @Test
  void pluginsOfOneVmIdShareData() {
    Plugin one = start("one", "shared", "");
    Plugin two = start("two", "shared", "");
    Plugin alone = start("alone", "other", "");

    run(one, "rh=proxy_set_shared_data(k,v,0)");
    run(two, "rh=proxy_get_shared_data(k)");
    assertThat(probe.lines().getLast()).contains("proxy_get_shared_data=0:v");
    run(alone, "rh=proxy_get_shared_data(k)");
    assertThat(probe.lines().getLast()).contains("proxy_get_shared_data=1");
  }

  @Test
  void pluginsOfDifferentVariablesShareDataButNotTheInstance() {
    Plugin one = start(spec("one", "shared", "").withEnvironment(Map.of("MODE", "one")));
    Plugin two = start(spec("two", "shared", "").withEnvironment(Map.of("MODE", "two")));

    assertThat(newContextId(two)).isEqualTo(newContextId(one));
    run(one, "rh=proxy_set_shared_data(k,v,0)");
    run(two, "rh=env(MODE);proxy_get_shared_data(k)");
    assertThat(probe.lines().getLast()).contains("env=0:two proxy_get_shared_data=0:v");
  }

  @Test
  void pluginsOfDifferentCapabilitiesDoNotShareTheInstance() {
    Capabilities fewer = new Capabilities(Set.of("proxy_log", "proxy_on_request_headers"));
    Plugin one = start(spec("one", "shared", "").withCapabilities(fewer));
    Plugin two = start("two", "shared", "");

    assertThat(newContextId(two)).isEqualTo(newContextId(one));
  }

  @Test
  void queueOfAnotherVmTellsTheOneThatRegisteredIt() {
    start(
        "reader", "readers", "cf=proxy_register_shared_queue(q)|qr=proxy_dequeue_shared_queue($1)");
    Plugin writer = start("writer", "writers", "");

    run(writer, "rh=proxy_resolve_shared_queue(readers,q);proxy_enqueue_shared_queue($1,hello)");
    host.lane.run();

    assertThat(probe.pluginLines().getLast())
        .startsWith("qr")
        .contains("proxy_dequeue_shared_queue=0:hello");
  }

  @Test
  void trapOfOneRestartsBoth() {
    Plugin one = start("one", "shared", "");
    Plugin two = start("two", "shared", "");
    FakeExchange bystander = FakeExchange.get();
    two.open(bystander);

    assertThatThrownBy(() -> run(one, "rh=trap()")).isInstanceOf(PluginException.Trapped.class);
    host.lane.run();

    assertThat(bystander.failures).hasSize(1);
    assertThat(run(one, "rh=ret(0)")).isEqualTo(HeadersAction.CONTINUE);
    assertThat(run(two, "rh=ret(0)")).isEqualTo(HeadersAction.CONTINUE);
  }

  @Test
  void pluginThatCannotBeConfiguredLeavesTheOthersAlone() {
    Plugin one = start("one", "shared", "");

    assertThatThrownBy(() -> start("two", "shared", "cf=trap()"))
        .isInstanceOf(PluginException.ConfigureFailed.class);
    assertThatThrownBy(() -> start("three", "shared", "cf=ret(0)"))
        .isInstanceOf(PluginException.ConfigureFailed.class);

    assertThat(run(one, "rh=ret(0)")).isEqualTo(HeadersAction.CONTINUE);
    assertThat(host.observer.events).noneMatch(event -> event.startsWith("retired"));
  }

  @Test
  void lastPluginClosesTheVm() {
    Plugin one = start("one", "shared", "");
    Plugin two = start("two", "shared", "");
    one.close();
    host.lane.run();
    assertThat(run(two, "rh=ret(0)")).isEqualTo(HeadersAction.CONTINUE);

    two.close();
    host.lane.run();
    Plugin again = start("one", "shared", "");

    assertThat(newContextId(again)).isEqualTo(2);
    assertThatThrownBy(() -> two.open(FakeExchange.get()))
        .isInstanceOf(PluginException.Unavailable.class);
  }

  private static PluginSpec spec(String name, String vmId, String script) {
    return PluginSpec.of(name, Bytes.utf8(script)).inVm(vmId, "root-" + name);
  }

  private Plugin start(String name, String vmId, String script) {
    return start(spec(name, vmId, script));
  }

  private Plugin start(PluginSpec spec) {
    Plugin plugin = vms.start(Probe.module(), spec, host.services, host.lane);
    host.lane.run();
    return plugin;
  }

  private static int newContextId(Plugin plugin) {
    StreamContext stream = plugin.open(FakeExchange.get());
    int id = stream.id();
    stream.close();
    return id;
  }

  private static HeadersAction run(Plugin plugin, String script) {
    StreamContext stream = plugin.open(Probe.exchange(script));
    try {
      return stream.onRequestHeaders(true);
    } finally {
      stream.close();
    }
  }
}
