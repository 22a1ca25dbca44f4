package dev.weir.model.resolve;

import dev.weir.model.EnvoyResources;
import dev.weir.model.EnvoyResources.Entry;
import dev.weir.model.EnvoyResources.NodeSelector;
import dev.weir.model.EnvoyResources.Section;
import dev.weir.model.ResourceKey;
import dev.weir.model.yaml.FieldPath;
import dev.weir.model.yaml.Places;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Reads the `spec` of an EnvoyResources document that its schema has found right.
final class EnvoyResourcesReader {
  private EnvoyResourcesReader() {}

  static EnvoyResources read(ResourceKey key, JsonNode spec, Places places) {
    List<Entry> entries = new ArrayList<>();
    for (Section section : Section.values()) {
      JsonNode resources = spec.path(section.toString());
      for (int i = 0; i < resources.size(); i++) {
        String path = FieldPath.element(FieldPath.field("spec", section.toString()), i);
        String name = resources.get(i).get(nameField(section)).asString();
        entries.add(new Entry(section, name, resources.get(i), path, places.lineOf(path)));
      }
    }
    return new EnvoyResources(key, selector(spec.path("selector")), entries);
  }

  private static String nameField(Section section) {
    return switch (section) {
      case LISTENERS, ROUTES, CLUSTERS, SECRETS -> "name";
      case ENDPOINTS -> "cluster_name";
    };
  }

  private static NodeSelector selector(JsonNode selector) {
    return new NodeSelector(
        text(selector, "id"), text(selector, "cluster"), WasmPluginReader.selector(selector));
  }

  private static Optional<String> text(JsonNode object, String field) {
    return object.has(field) ? Optional.of(object.get(field).asString()) : Optional.empty();
  }
}
