package dev.weir.model.schema;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A structural schema of Kubernetes in the words of JSON Schema 2020-12.
///
/// The difference that matters: Kubernetes drops fields that a schema does not name, here they are
/// an error.
final class JsonSchema {
  /// Keywords that mean the same in both.
  private static final Set<String> SHARED =
      Set.of(
          "title",
          "type",
          "enum",
          "pattern",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "minProperties",
          "maxProperties",
          "minimum",
          "maximum",
          "required");

  private JsonSchema() {}

  static ObjectNode translate(JsonNode structural) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    structural.forEachEntry((keyword, value) -> {
      if (SHARED.contains(keyword)) {
        schema.set(keyword, value);
      }
    });
    boundInt32(structural, schema);
    if (structural.has("items")) {
      schema.set("items", translate(structural.get("items")));
    }
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    structural
        .path("properties")
        .forEachEntry((name, property) -> properties.set(name, translate(property)));
    if (structural.path("additionalProperties").isObject()) {
      schema.set("additionalProperties", translate(structural.get("additionalProperties")));
    } else if (isClosed(structural)) {
      schema.put("additionalProperties", false);
    }
    schema.set("properties", properties);
    return schema;
  }

  private static boolean isClosed(JsonNode structural) {
    return structural.path("type").asString("").equals("object") && !Structure.isOpen(structural);
  }

  private static void boundInt32(JsonNode structural, ObjectNode schema) {
    if (structural.path("format").asString("").equals("int32")) {
      schema.set(
          "minimum",
          structural.path("minimum").isNumber()
              ? structural.get("minimum")
              : number(Integer.MIN_VALUE));
      schema.set(
          "maximum",
          structural.path("maximum").isNumber()
              ? structural.get("maximum")
              : number(Integer.MAX_VALUE));
    }
  }

  private static JsonNode number(int value) {
    return JsonNodeFactory.instance.numberNode(value);
  }
}
