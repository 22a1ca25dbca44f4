package dev.weir.proxywasm.context;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.abi.BufferType;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.http.HeaderMap;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What came back of a plugin's call, readable while the callback about it runs; and the last
/// status, readable until the next.
final class CalloutReply {
  private final Map<MapType, HeaderMap> maps = new EnumMap<>(MapType.class);
  private final Map<BufferType, Bytes> buffers = new EnumMap<>(BufferType.class);
  private int status;
  private String message = "";

  Optional<HeaderMap> map(MapType type) {
    return Optional.ofNullable(maps.get(type));
  }

  Optional<Bytes> buffer(BufferType type) {
    return Optional.ofNullable(buffers.get(type));
  }

  int status() {
    return status;
  }

  String message() {
    return message;
  }

  void show(MapType type, HeaderMap map) {
    maps.put(type, map);
  }

  void show(BufferType type, Bytes bytes) {
    buffers.put(type, bytes);
  }

  void status(int code, String text) {
    status = code;
    message = text;
  }

  /// The callback has returned.
  void hide() {
    maps.clear();
    buffers.clear();
  }
}
