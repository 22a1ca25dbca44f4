package dev.weir.extproc.chain;

import dev.weir.extproc.wire.Direction;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.http.HeaderMap;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The header and trailer maps of one exchange that have arrived. They stay readable to its end.
final class Parts {
  private final Map<MapType, HeaderMap> maps = new EnumMap<>(MapType.class);

  Optional<HeaderMap> find(MapType type) {
    return Optional.ofNullable(maps.get(type));
  }

  void putHeaders(Direction direction, HeaderMap map) {
    maps.put(
        direction == Direction.REQUEST
            ? MapType.HTTP_REQUEST_HEADERS
            : MapType.HTTP_RESPONSE_HEADERS,
        map);
  }

  void putTrailers(Direction direction, HeaderMap map) {
    maps.put(
        direction == Direction.REQUEST
            ? MapType.HTTP_REQUEST_TRAILERS
            : MapType.HTTP_RESPONSE_TRAILERS,
        map);
  }
}
