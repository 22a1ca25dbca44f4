package dev.weir.model.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What the definitions in `k8s/crds` must be, so that the Kubernetes API takes them and the
/// validation of files follows them.
final class DefinitionsTest {
  private static final String WASM_PLUGIN = "/dev/weir/model/crds/wasmplugins.weir.dev.yaml";
  private static final String ENVOY_RESOURCES = "/dev/weir/model/crds/envoyresources.weir.dev.yaml";

  @ParameterizedTest
  @ValueSource(strings = {WASM_PLUGIN, ENVOY_RESOURCES})
  void giveEveryFieldATypeAndADescription(String definition) {
    List<String> lacking = new ArrayList<>();
    walk(
        definition,
        (path, schema) -> {
          boolean described =
              schema.has("description") || path.endsWith("[]") || path.equals("spec");
          if (!schema.has("type") || !described) {
            lacking.add(path);
          }
        });

    assertThat(lacking).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {WASM_PLUGIN, ENVOY_RESOURCES})
  void boundEveryListAndText(String definition) {
    List<String> unbounded = new ArrayList<>();
    walk(
        definition,
        (path, schema) -> {
          switch (schema.path("type").asString()) {
            case "array" -> need(schema, "maxItems", path, unbounded);
            case "string" -> {
              if (!schema.has("enum") && !schema.path("pattern").asString("").contains("{")) {
                need(schema, "maxLength", path, unbounded);
              }
            }
            default -> {}
          }
        });

    assertThat(unbounded).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {WASM_PLUGIN, ENVOY_RESOURCES})
  void anchorEveryPatternAtBothEndsAndSayItInWords(String definition) {
    walk(
        definition,
        (path, schema) -> {
          if (schema.has("pattern")) {
            assertThat(schema.get("pattern").asString()).as(path).startsWith("^").endsWith("$");
            assertThat(schema.has("title")).as(path).isTrue();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {WASM_PLUGIN, ENVOY_RESOURCES})
  void requireOrDefaultTheKeysOfLists(String definition) {
    walk(
        definition,
        (path, schema) ->
            schema
                .path("x-kubernetes-list-map-keys")
                .forEach(key ->
                    assertThat(schema.get("items").get("required").valueStream())
                        .as(path)
                        .contains(key)));
  }

  private static void need(JsonNode schema, String keyword, String path, List<String> lacking) {
    if (!schema.has(keyword)) {
      lacking.add(path + " " + keyword);
    }
  }

  private static void walk(String definition, BiConsumer<String, JsonNode> visitor) {
    JsonNode spec = Crd.load(definition).structure().get("properties").get("spec");
    walk("spec", spec, visitor);
  }

  private static void walk(String path, JsonNode schema, BiConsumer<String, JsonNode> visitor) {
    visitor.accept(path, schema);
    schema
        .path("properties")
        .forEachEntry((name, property) -> walk(path + "." + name, property, visitor));
    if (schema.has("items")) {
      walk(path + "[]", schema.get("items"), visitor);
    }
  }
}
