package dev.weir.extproc.load;

import dev.weir.proxywasm.service.PluginObserver;

/// Hears of all plugins of a host, beside what each chain keeps for its own status.
public interface LoadObserver extends PluginObserver {
  /// What measures the plugin of this name, in whatever chain and on whatever lane.
  PluginMeter meter(String plugin);
}
