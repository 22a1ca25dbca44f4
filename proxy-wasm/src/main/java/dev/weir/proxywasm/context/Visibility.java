package dev.weir.proxywasm.context;

import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.http.HeaderMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The header maps of a stream that Envoy would still show to the plugin; what strict mode shows.
///
/// Envoy holds a map from its callback until that returns Continue.
final class Visibility {
  /// By the type's code; those of a stream come first.
  private final @Nullable HeaderMap[] shown =
      new @Nullable HeaderMap[MapType.HTTP_RESPONSE_TRAILERS.code() + 1];

  void show(MapType type, Optional<HeaderMap> map) {
    shown[type.code()] = map.orElse(null);
  }

  void hide(MapType type) {
    shown[type.code()] = null;
  }

  boolean in(MapType type) {
    return shown[type.code()] != null;
  }

  Optional<HeaderMap> map(MapType type) {
    return Optional.ofNullable(shown[type.code()]);
  }

  /// Whether the log callback may read the map.
  static boolean inLog(MapType type) {
    return type != MapType.HTTP_REQUEST_TRAILERS && type.ofStream();
  }
}
