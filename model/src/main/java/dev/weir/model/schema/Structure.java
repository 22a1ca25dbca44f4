package dev.weir.model.schema;

import dev.weir.model.yaml.FieldPath;
import dev.weir.model.yaml.Quoted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the Kubernetes API does along a structural schema besides validating: taking nulls out,
/// putting defaults in, keeping the keys of lists unique.
final class Structure {
  private Structure() {}

  /// The schema of a whole document: the definition's, and what every object has.
  static ObjectNode ofDocument(JsonNode definition, JsonNode objectMeta) {
    ObjectNode document = ((ObjectNode) definition).deepCopy();
    document.withArray("required").add("metadata");
    ObjectNode properties = (ObjectNode) document.get("properties");
    properties.putObject("apiVersion").put("type", "string");
    properties.putObject("kind").put("type", "string");
    properties.set("metadata", objectMeta);
    properties.putObject("status"); // whatever an exported object says, only Weir writes it
    return document;
  }

  /// Whether an object may have fields that the schema does not name.
  static boolean isOpen(JsonNode schema) {
    return schema.path("x-kubernetes-preserve-unknown-fields").asBoolean(false)
        || schema.has("additionalProperties");
  }

  /// Takes nulls out of `value` and puts defaults in, where `schema` names fields.
  static void complete(JsonNode value, JsonNode schema) {
    if (value instanceof ObjectNode object) {
      completeFields(object, schema.path("properties"));
      if (schema.has("additionalProperties")) {
        object.forEach(field -> complete(field, schema.get("additionalProperties")));
      }
    } else if (value.isArray() && schema.has("items")) {
      value.forEach(element -> complete(element, schema.get("items")));
    }
  }

  private static void completeFields(ObjectNode object, JsonNode properties) {
    properties.forEachEntry((name, property) -> {
      if (object.path(name).isNull()) {
        object.remove(name);
      }
      if (!object.has(name) && property.has("default")) {
        object.set(name, property.get("default").deepCopy());
      }
      if (object.has(name)) {
        complete(object.get(name), property);
      }
    });
  }

  /// The elements of `document` that repeat the key of an earlier one.
  static List<Violation> duplicates(JsonNode document, JsonNode schema) {
    List<Violation> found = new ArrayList<>();
    collect(document, schema, FieldPath.ROOT, found);
    return found;
  }

  private static void collect(JsonNode value, JsonNode schema, String path, List<Violation> found) {
    if (value.isObject()) {
      schema
          .path("properties")
          .forEachEntry((name, property) ->
              collect(value.path(name), property, FieldPath.field(path, name), found));
    } else if (value.isArray()) {
      Set<String> keys = new HashSet<>();
      for (int i = 0; i < value.size(); i++) {
        String place = FieldPath.element(path, i);
        String key = key(value.get(i), schema);
        if (!key.isEmpty() && !keys.add(key)) {
          found.add(new Violation(place, "%s again (expected: once)".formatted(Quoted.quote(key))));
        }
        collect(value.get(i), schema.path("items"), place, found);
      }
    }
  }

  /// What tells an element from the others; empty if nothing has to.
  private static String key(JsonNode element, JsonNode schema) {
    return switch (schema.path("x-kubernetes-list-type").asString("")) {
      case "set" -> element.asString("");
      case "map" ->
          StreamSupport.stream(schema.get("x-kubernetes-list-map-keys").spliterator(), false)
              .map(name -> element.path(name.asString()).asString(""))
              .collect(Collectors.joining(","));
      default -> "";
    };
  }
}
