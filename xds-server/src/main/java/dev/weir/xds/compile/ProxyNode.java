package dev.weir.xds.compile;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.weir.model.EnvoyResources;
import dev.weir.model.Target;
import dev.weir.model.WasmPlugin;
import io.envoyproxy.envoy.config.core.v3.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a proxy says about itself, as far as it decides what it gets.
///
/// @param namespace the Kubernetes namespace; absent for a proxy that is in none
public record ProxyNode(
    String id,
    String cluster,
    Optional<String> namespace,
    Map<String, String> labels,
    EnvoyVersion version) {
  /// Istio's name for the labels, and the one that suits a bootstrap written by hand.
  private static final String[] LABELS = {"LABELS", "labels"};

  /// A proxy that says nothing of itself.
  public static final ProxyNode UNKNOWN =
      new ProxyNode("", "", Optional.empty(), Map.of(), EnvoyVersion.LEVELS.getFirst());

  public ProxyNode {
    labels = Map.copyOf(labels);
  }

  /// Reads Envoy's own description.
  public static ProxyNode of(Node node) {
    Struct metadata = node.getMetadata();
    Map<String, String> labels = new LinkedHashMap<>();
    for (String field : LABELS) {
      metadata
          .getFieldsOrDefault(field, Value.getDefaultInstance())
          .getStructValue()
          .getFieldsMap()
          .forEach((name, value) -> labels.put(name, value.getStringValue()));
    }
    String namespace =
        metadata.getFieldsOrDefault("NAMESPACE", Value.getDefaultInstance()).getStringValue();
    return new ProxyNode(
        node.getId(),
        node.getCluster(),
        namespace.isEmpty() ? Optional.empty() : Optional.of(namespace),
        labels,
        EnvoyVersion.of(node));
  }

  /// The same proxy with one label more.
  public ProxyNode with(String label, String value) {
    Map<String, String> more = new LinkedHashMap<>(labels);
    more.put(label, value);
    return new ProxyNode(id, cluster, namespace, more, version);
  }

  /// Whether a plugin is for this proxy. A proxy in a namespace gets that namespace's plugins, one
  /// in none gets all.
  public boolean isSelectedBy(WasmPlugin plugin) {
    return isIn(plugin.key().namespace())
        && switch (plugin.scope().target()) {
          case Target.Selector selector -> selector.matches(labels);
          case Target.References _ -> false;
        };
  }

  /// Whether a document of Envoy's own resources is for this proxy.
  public boolean isSelectedBy(EnvoyResources resources) {
    return isIn(resources.key().namespace()) && resources.selector().matches(id, cluster, labels);
  }

  private boolean isIn(String documentsNamespace) {
    return namespace.map(documentsNamespace::equals).orElse(true);
  }
}
