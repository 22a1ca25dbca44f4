package dev.weir.model.document;

import dev.weir.model.ResourceKey.Kind;
import dev.weir.model.schema.Crd;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The kinds that are read, and the names under which they come.
final class Kinds {
  private static final Map<Kind, Crd> DEFINITIONS =
      new EnumMap<>(
          Map.of(
              Kind.WASM_PLUGIN, Crd.load("/dev/weir/model/crds/wasmplugins.weir.dev.yaml"),
              Kind.ENVOY_RESOURCES, Crd.load("/dev/weir/model/crds/envoyresources.weir.dev.yaml")));

  private Kinds() {}

  static Crd definition(Kind kind) {
    return Objects.requireNonNull(DEFINITIONS.get(kind));
  }

  static Optional<Kind> find(String word) {
    return DEFINITIONS.keySet().stream().filter(kind -> kind.toString().equals(word)).findFirst();
  }

  /// The values of `apiVersion` under which documents of `kind` are taken.
  static List<String> apiVersions(Kind kind) {
    String own = definition(kind).apiVersion();
    return switch (kind) {
      case WASM_PLUGIN -> List.of(own, Istio.API_VERSION);
      case ENVOY_RESOURCES -> List.of(own);
    };
  }
}
