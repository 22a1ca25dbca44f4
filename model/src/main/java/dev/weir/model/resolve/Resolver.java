package dev.weir.model.resolve;

import dev.weir.model.Resource;
import dev.weir.model.ResourceKey;
import dev.weir.model.ResourceKey.Kind;
import dev.weir.model.schema.Violation;
import dev.weir.model.yaml.Places;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// From the `spec` of a document that its schema has completed and found right to a resource.
public final class Resolver {
  private Resolver() {}

  /// The rules that `spec` breaks beyond its schema. Only without any may it be resolved.
  public static List<Violation> check(Kind kind, JsonNode spec) {
    return switch (kind) {
      case WASM_PLUGIN -> Rules.check(spec);
      case ENVOY_RESOURCES -> List.of();
    };
  }

  /// What `spec` asks for and will not get.
  ///
  /// @param spec before it was completed
  public static List<Violation> warnings(Kind kind, JsonNode spec) {
    return switch (kind) {
      case WASM_PLUGIN -> Support.warnings(spec);
      case ENVOY_RESOURCES -> List.of();
    };
  }

  /// The resource that `spec` describes.
  ///
  /// @param file the document's, to which URLs are relative
  /// @param places of the whole document
  public static Resource resolve(ResourceKey key, JsonNode spec, Path file, Places places) {
    return switch (key.kind()) {
      case WASM_PLUGIN -> WasmPluginReader.read(key, spec, file);
      case ENVOY_RESOURCES -> EnvoyResourcesReader.read(key, spec, places);
    };
  }
}
