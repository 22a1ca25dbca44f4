package dev.weir.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.ModuleReference.Policy;
import dev.weir.model.ModuleReference.Pull;
import dev.weir.model.WasmPlugin.Configuration;
import dev.weir.model.WasmPlugin.Execution;
import dev.weir.model.WasmPlugin.MetadataNamespaces;
import dev.weir.model.WasmPlugin.Order;
import dev.weir.model.WasmPlugin.Scope;
import dev.weir.model.WasmPlugin.Vm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WasmPluginTest {
  @Test
  void ordersByPhaseThenHigherPriorityThenName() {
    List<WasmPlugin> expected =
        List.of(
            plugin("z", "b", Phase.AUTHN, 0),
            plugin("z", "a", Phase.AUTHZ, 1000),
            plugin("a", "b", Phase.AUTHZ, 10),
            plugin("b", "b", Phase.AUTHZ, 10),
            plugin("b", "c", Phase.AUTHZ, 10),
            plugin("a", "a", Phase.AUTHZ, -1),
            plugin("a", "a", Phase.STATS, Integer.MIN_VALUE),
            plugin("a", "a", Phase.UNSPECIFIED, Integer.MAX_VALUE));
    List<WasmPlugin> actual = new ArrayList<>(expected);
    Collections.reverse(actual);

    actual.sort(WasmPlugin.CHAIN_ORDER);

    assertThat(actual).isEqualTo(expected);
  }

  private static WasmPlugin plugin(String name, String namespace, Phase phase, int priority) {
    return new WasmPlugin(
        new ResourceKey(ResourceKey.Kind.WASM_PLUGIN, namespace, name),
        new Scope(Target.Selector.EVERY_PROXY, List.of(), List.of()),
        new ModuleReference(
            "file:///a.wasm", Optional.empty(), new Pull(Policy.IF_NOT_PRESENT, Optional.empty())),
        new Configuration(
            "", "", new Vm("", "", List.of()), new MetadataNamespaces(List.of(), List.of())),
        new Order(PluginType.HTTP, phase, priority),
        new Execution(
            Placement.EXTERNAL,
            Compatibility.DEFAULT,
            HeadersPause.EVERYTHING,
            FailStrategy.FAIL_CLOSE,
            Limits.DEFAULT,
            new Capabilities.Unrestricted(),
            List.of()));
  }
}
