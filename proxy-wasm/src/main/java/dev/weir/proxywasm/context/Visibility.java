package dev.weir.proxywasm.context;

import dev.weir.proxywasm.abi.MapType;

/// The header maps of a stream that Envoy would still show to the plugin; what strict mode shows.
///
/// Envoy holds a map from its callback until that returns Continue, and in the log callback holds
/// the headers of both directions and the response trailers.
final class Visibility {
  private int shown;

  void show(MapType map) {
    shown |= 1 << map.code();
  }

  void hide(MapType map) {
    shown &= ~(1 << map.code());
  }

  boolean in(MapType map, boolean logging) {
    return logging
        ? map != MapType.HTTP_REQUEST_TRAILERS && map.ofStream()
        : (shown & 1 << map.code()) != 0;
  }
}
