package dev.weir.xds.compile;

import dev.weir.model.Digest;
import dev.weir.model.WasmPlugin;
import dev.weir.xds.module.ModuleFacts;
import java.nio.charset.StandardCharsets;

/// A plugin's document together with the module that it names: what a host or proxy would run.
///
/// @param file where the document stands
public record PluginVersion(WasmPlugin plugin, Digest document, ModuleFacts module, String file) {
  /// Digest of document and module: another module under the same URL is another revision.
  public Digest revision() {
    return Digest.of((document.hex() + module.digest().hex()).getBytes(StandardCharsets.US_ASCII));
  }

  /// The module as far as the plugin's capabilities let it see.
  ModuleFacts visible() {
    return module.within(plugin.execution().capabilities());
  }

  /// `<namespace>/<name>`.
  public String name() {
    return plugin.key().qualifiedName();
  }
}
