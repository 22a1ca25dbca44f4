package dev.weir.xds.stream;

/// How one resource type is served.
///
/// @param legacyWildcard whether a first request that names nothing asks for everything
/// @param resourcesPerResponse most resources in a response; 1 makes an answer belong to exactly
///   one
public record TypeRule(String typeUrl, boolean legacyWildcard, int resourcesPerResponse) {
  public TypeRule {
    if (resourcesPerResponse < 1) {
      throw new IllegalArgumentException(
          "resources per response: %d (expected: at least 1)".formatted(resourcesPerResponse));
    }
  }
}
