package dev.weir.model.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.ResourceKey.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// The tables of `docs/resources.md` are the definitions in other words. `-Dgolden=update` writes
/// them.
final class ReferenceTest {
  private static final Path REFERENCE = Path.of("../docs/resources.md");

  @ParameterizedTest
  @EnumSource
  void saysOfEveryFieldWhatItsDefinitionSays(Kind kind) throws IOException {
    String begin = "<!-- fields of %s -->\n".formatted(kind);
    String end = "<!-- end -->";
    String text = Files.readString(REFERENCE);
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf(end, from);
    String actual = text.substring(from, to);

    String expected = table(kind);
    if (System.getProperty("golden", "").equals("update")) {
      Files.writeString(REFERENCE, text.substring(0, from) + expected + text.substring(to));
      actual = expected;
    }
    assertThat(actual).isEqualTo(expected);
  }

  private static String table(Kind kind) {
    StringBuilder rows =
        new StringBuilder("| field of `spec` | value | default | meaning |\n|---|---|---|---|\n");
    JsonNode spec = Kinds.definition(kind).structure().get("properties").get("spec");
    append("", spec, rows);
    return rows.toString();
  }

  private static void append(String path, JsonNode schema, StringBuilder rows) {
    schema
        .path("properties")
        .forEachEntry((name, property) -> {
          String field = path + name;
          boolean required =
              schema.path("required").valueStream().anyMatch(one -> one.asString().equals(name));
          rows.append(row(field, required, property));
          append(field + ".", property, rows);
          append(field + "[].", property.path("items"), rows);
        });
  }

  private static String row(String field, boolean required, JsonNode schema) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            field,
            value(schema),
            required ? "required" : defaulted(schema),
            schema.get("description").asString().replace("|", "\\|").strip());
  }

  private static String defaulted(JsonNode schema) {
    JsonNode value = schema.path("default");
    return value.isMissingNode() || value.isObject() ? "" : "`" + value.asString() + "`";
  }

  private static String value(JsonNode schema) {
    if (schema.has("title")) {
      return schema.get("title").asString();
    }
    if (schema.has("enum")) {
      return schema
          .get("enum")
          .valueStream()
          .map(one -> "`" + one.asString() + "`")
          .collect(Collectors.joining(", "));
    }
    return switch (schema.get("type").asString()) {
      case "string" -> "text";
      case "integer" -> "number";
      case "boolean" -> "true or false";
      case "array" ->
          schema.get("items").has("title") ? "list: " + value(schema.get("items")) : "list";
      default -> "mapping";
    };
  }
}
