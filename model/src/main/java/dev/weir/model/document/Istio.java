package dev.weir.model.document;

import dev.weir.model.ResourceKey.Kind;
import dev.weir.model.schema.Violation;
import dev.weir.model.yaml.FieldPath;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Istio's own `WasmPlugin`. Weir's has every field of it under the same name, so that only the
/// fields that Istio lacks need a look.
final class Istio {
  static final String API_VERSION = "extensions.istio.io/v1alpha1";

  /// Source: istio/api, `extensions/v1alpha1/wasm.proto`.
  private static final List<String> FIELDS_IT_LACKS =
      List.of(
          "placement",
          "compatibility",
          "headersPause",
          "traffic",
          "limits",
          "capabilities",
          "upstreams",
          "verification",
          "rollout");

  /// As the others, of `vmConfig`.
  private static final List<String> VM_FIELDS_IT_LACKS = List.of("vmId", "configuration");

  private Istio() {}

  /// The fields that a document under Istio's name has and Istio would refuse.
  static List<Violation> foreignFields(JsonNode document) {
    if (!document.path("apiVersion").asString("").equals(API_VERSION)) {
      return List.of();
    }
    JsonNode spec = document.path("spec");
    return Stream.concat(
            foreign("spec", spec, FIELDS_IT_LACKS),
            foreign("spec.vmConfig", spec.path("vmConfig"), VM_FIELDS_IT_LACKS))
        .toList();
  }

  private static Stream<Violation> foreign(String path, JsonNode object, List<String> lacking) {
    String own = Kinds.definition(Kind.WASM_PLUGIN).apiVersion();
    return lacking.stream()
        .filter(object::has)
        .map(field ->
            new Violation(
                FieldPath.field(path, field),
                "not a field of %s (expected: apiVersion %s)".formatted(API_VERSION, own)));
  }
}
