package dev.weir.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Envoy's own configuration for standalone proxies, as their operator wrote it.
///
/// @param resources section by section, each in the document's order; names are unique in a section
public record EnvoyResources(ResourceKey key, NodeSelector selector, List<Entry> resources)
    implements Resource {

  public EnvoyResources {
    resources = List.copyOf(resources);
  }

  /// The resources of one section, in the document's order.
  public List<Entry> in(Section section) {
    return resources.stream().filter(entry -> entry.section() == section).toList();
  }

  /// The lists of the document.
  public enum Section {
    LISTENERS("listeners"),
    ROUTES("routes"),
    CLUSTERS("clusters"),
    ENDPOINTS("endpoints"),
    SECRETS("secrets");

    private final String field;

    Section(String field) {
      this.field = field;
    }

    /// The section as it stands in a document.
    @Override
    public String toString() {
      return field;
    }
  }

  /// One resource of Envoy.
  ///
  /// @param name its xDS name (`name`, or an endpoint's `cluster_name`)
  /// @param content its proto3 JSON form; readers never change it
  /// @param path where it stands in the document, for example `spec.listeners[0]`
  /// @param line where it begins in the file
  public record Entry(Section section, String name, JsonNode content, String path, int line) {}

  /// Which proxies: all conditions that are set must hold; one that sets none selects every proxy.
  public record NodeSelector(
      Optional<String> id, Optional<String> cluster, Target.Selector labels) {

    /// Whether a proxy that announces itself like this is selected.
    public boolean matches(String nodeId, String nodeCluster, Map<String, String> nodeLabels) {
      return id.map(nodeId::equals).orElse(true)
          && cluster.map(nodeCluster::equals).orElse(true)
          && labels.matches(nodeLabels);
    }
  }
}
