package dev.weir.xds.store;

import dev.weir.model.Digest;
import dev.weir.model.EnvoyResources;
import dev.weir.xds.compile.EnvoyVersion;
import dev.weir.xds.stream.Resource;
import java.util.Map;

/// One EnvoyResources document as proxies get it.
///
/// @param byFeatures per [EnvoyVersion#features] the resources by type URL and name
public record CompiledResources(
    EnvoyResources document,
    Digest digest,
    String file,
    Map<EnvoyVersion, Map<String, Map<String, Resource>>> byFeatures) {
  public CompiledResources {
    byFeatures = Map.copyOf(byFeatures);
  }

  /// `<namespace>/<name>`.
  public String name() {
    return document.key().qualifiedName();
  }

  /// The resources for a proxy of that version, by type URL and name.
  public Map<String, Map<String, Resource>> of(EnvoyVersion version) {
    return byFeatures.getOrDefault(version.features(), Map.of());
  }
}
