package dev.weir.xds.compile;

import dev.weir.model.WasmPlugin;

/// One plugin of a chain: a version that can run, or the knowledge that none can.
public sealed interface Link {
  WasmPlugin plugin();

  /// `<namespace>/<name>`.
  default String name() {
    return plugin().key().qualifiedName();
  }

  /// A version that is to run.
  record Running(PluginVersion version) implements Link {
    @Override
    public WasmPlugin plugin() {
      return version.plugin();
    }
  }

  /// No version ever ran, so the requests it would see get its fail strategy.
  ///
  /// @param reason for the one who reads the host's log
  record Unavailable(WasmPlugin plugin, String reason) implements Link {}
}
