package dev.weir.xds.store;

import dev.weir.model.ResourceKey;
import dev.weir.model.WasmPlugin;
import dev.weir.xds.compile.PluginVersion;
import java.util.List;
import java.util.Optional;

/// A whole set of documents, each looked at: compiled, or with the reason why it cannot be served.
public record Publication(List<Entry> entries) {
  public Publication {
    entries = List.copyOf(entries);
  }

  /// One document.
  public sealed interface Entry {
    /// Where it stands.
    String file();

    /// A plugin that can be offered to hosts and proxies.
    record Plugin(PluginVersion version) implements Entry {
      @Override
      public String file() {
        return version.file();
      }
    }

    /// Envoy's own resources, compiled.
    record Resources(CompiledResources compiled) implements Entry {
      @Override
      public String file() {
        return compiled.file();
      }
    }

    /// A document that cannot be served; an earlier version of it stays in force.
    ///
    /// @param key empty if the document could not even be told apart
    /// @param plugin the plugin, if it is only its module that is refused
    record Refused(
        Optional<ResourceKey> key, String file, Optional<WasmPlugin> plugin, String reason)
        implements Entry {}
  }
}
