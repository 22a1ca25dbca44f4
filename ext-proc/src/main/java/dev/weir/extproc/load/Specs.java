package dev.weir.extproc.load;

import dev.weir.proto.v1alpha1.Limits;
import dev.weir.proto.v1alpha1.Plugin;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.Capabilities;
import dev.weir.proxywasm.PluginLimits;
import dev.weir.proxywasm.PluginSpec;
import java.time.Duration;
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
        Bytes.EMPTY,
        plugin.getEnvironmentMap(),
        limits(plugin.getLimits()),
        plugin.hasCapabilities()
            ? new Capabilities(Set.copyOf(plugin.getCapabilities().getNamesList()))
            : Capabilities.all(),
        plugin.getStrict() ? PluginSpec.Behaviour.STRICT : PluginSpec.Behaviour.DEFAULT);
  }

  /// Zero means that the resource leaves the choice to the host.
  private static PluginLimits limits(Limits limits) {
    PluginLimits defaults = PluginLimits.defaults();
    return new PluginLimits(
        limits.hasCallback()
            ? Duration.ofSeconds(limits.getCallback().getSeconds(), limits.getCallback().getNanos())
            : defaults.callback(),
        defaults.start(),
        or(limits.getMemoryBytes(), defaults.memoryBytes()),
        (int) or(limits.getCallouts(), defaults.callouts()),
        (int) or(limits.getLogLinesPerSecond(), defaults.logRatePerSecond()),
        or(limits.getSharedDataBytes(), defaults.sharedDataBytes()),
        defaults.sharedDataKeys(),
        defaults.queueLength(),
        defaults.metrics(),
        defaults.headerBytes());
  }

  private static long or(long value, long otherwise) {
    return value == 0 ? otherwise : value;
  }
}
