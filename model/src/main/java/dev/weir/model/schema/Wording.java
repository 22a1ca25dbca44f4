package dev.weir.model.schema;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import dev.weir.model.yaml.FieldPath;
import dev.weir.model.yaml.Quoted;
import java.util.List;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/// The validator's errors in the words of this project.
///
/// The text of a field that takes any text is never repeated: it may be a secret.
final class Wording {
  private Wording() {}

  /// The rule whose breaking `error` tells of, in a document that was checked with `jsonSchema`.
  static Violation of(Error error, JsonNode jsonSchema) {
    String path = path(error.getInstanceLocation());
    JsonNode schema = around(error, jsonSchema);
    return switch (error.getKeyword()) {
      case "additionalProperties" -> unknown(path, error.getProperty(), schema);
      case "required" -> missing(path, error.getProperty(), schema);
      case "type" -> new Violation(path, mistyped(error.getInstanceNode(), schema));
      case "enum", "pattern" ->
          new Violation(
              path, "%s (expected: %s)".formatted(shown(error.getInstanceNode()), wanted(schema)));
      default ->
          new Violation(path, outOfBounds(error.getKeyword(), error.getInstanceNode(), schema));
    };
  }

  private static String path(NodePath location) {
    String path = FieldPath.ROOT;
    for (int i = 0; i < location.getNameCount(); i++) {
      path =
          location.getElement(i) instanceof Integer index
              ? FieldPath.element(path, index)
              : FieldPath.field(path, location.getName(i));
    }
    return path;
  }

  /// The schema that has the broken keyword.
  private static JsonNode around(Error error, JsonNode jsonSchema) {
    String pointer = error.getSchemaLocation().getFragment().toString();
    return jsonSchema.at(JsonPointer.compile(pointer).head());
  }

  private static Violation unknown(String path, String name, JsonNode schema) {
    List<String> known = schema.path("properties").propertyNames().stream().sorted().toList();
    String suggestion =
        Spelling.nearest(name, known).map("; did you mean '%s'?"::formatted).orElse("");
    return new Violation(
        FieldPath.field(path, name),
        "unknown field (expected: %s%s)".formatted(oneOf(known), suggestion));
  }

  private static Violation missing(String path, String name, JsonNode schema) {
    JsonNode property = schema.path("properties").path(name);
    return new Violation(
        FieldPath.field(path, name), "missing (expected: %s)".formatted(wanted(property)));
  }

  private static String mistyped(JsonNode value, JsonNode schema) {
    String wanted = wanted(schema);
    return switch (schema.path("type").asString("")) {
      case "string" ->
          value.isContainer() || value.isNull()
              ? "%s (expected: %s)".formatted(kind(value), wanted)
              : "%s (expected: %s, in quotes)".formatted(kind(value), wanted);
      case "object", "array" -> "%s (expected: %s)".formatted(kind(value), wanted);
      default -> "%s (expected: %s)".formatted(shown(value), wanted);
    };
  }

  private static String outOfBounds(String keyword, JsonNode value, JsonNode schema) {
    String bound = schema.path(keyword).asString("");
    return switch (keyword) {
      case "maxItems", "maxProperties" ->
          "%d entries (limit: %s entries)".formatted(value.size(), bound);
      case "minItems", "minProperties" ->
          "%d entries (expected: at least %s)".formatted(value.size(), bound);
      case "maxLength" -> "%d characters (limit: %s characters)".formatted(length(value), bound);
      case "minLength" -> "%d characters (expected: at least %s)".formatted(length(value), bound);
      case "maximum" -> "%s (expected: at most %s)".formatted(shown(value), bound);
      case "minimum" -> "%s (expected: at least %s)".formatted(shown(value), bound);
      default -> "breaks %s (expected: %s)".formatted(keyword, bound);
    };
  }

  private static int length(JsonNode value) {
    String text = value.asString();
    return text.codePointCount(0, text.length());
  }

  /// What `schema` asks for.
  private static String wanted(JsonNode schema) {
    if (schema.has("title")) {
      return schema.get("title").asString();
    }
    if (schema.has("enum")) {
      return oneOf(schema.get("enum").valueStream().map(JsonNode::asString).toList());
    }
    return switch (schema.path("type").asString("")) {
      case "string" -> "text";
      case "integer" -> "a whole number";
      case "boolean" -> "true or false";
      case "object" -> "a mapping";
      case "array" -> "a list";
      default -> "a value";
    };
  }

  private static String oneOf(List<String> known) {
    return switch (known.size()) {
      case 0 -> "none";
      case 1 -> known.getFirst();
      default -> "one of " + String.join(", ", known);
    };
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "a mapping";
      case ARRAY -> "a list";
      case STRING -> "text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case NULL -> "null";
      case BINARY, POJO, MISSING -> "nothing";
    };
  }

  private static String shown(JsonNode value) {
    return value.isContainer() || value.isNull() ? kind(value) : Quoted.quote(value.asString());
  }
}
