package dev.weir.extproc.load;

import dev.weir.proto.v1alpha1.Plugin;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.Capabilities;
import dev.weir.proxywasm.PluginSpec;
import java.util.Set;

/// Turns a resource's plugin into what the proxy-wasm host wants to know of it.
final class Specs {
  private Specs() {}

  static PluginSpec of(Plugin plugin) {
    return new PluginSpec(
        plugin.getName(),
        plugin.getRootId(),
        plugin.getVmId(),
        Bytes.wrap(plugin.getConfiguration().toByteArray()),
        Bytes.wrap(plugin.getVmConfiguration().toByteArray()),
        plugin.getEnvironmentMap(),
        SpecLimits.of(plugin.getLimits()),
        plugin.hasCapabilities()
            ? new Capabilities(Set.copyOf(plugin.getCapabilities().getNamesList()))
            : Capabilities.all(),
        new PluginSpec.Behaviour(plugin.getStrict(), plugin.getHeadersPauseOnly()));
  }
}
