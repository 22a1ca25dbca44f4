package dev.weir.proxywasm.abi;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `proxy_map_type_t`. The ordinal is the code on the ABI.
public enum MapType {
  HTTP_REQUEST_HEADERS,
  HTTP_REQUEST_TRAILERS,
  HTTP_RESPONSE_HEADERS,
  HTTP_RESPONSE_TRAILERS,
  GRPC_RECEIVE_INITIAL_METADATA,
  GRPC_RECEIVE_TRAILING_METADATA,
  HTTP_CALL_RESPONSE_HEADERS,
  HTTP_CALL_RESPONSE_TRAILERS;

  private static final List<Optional<MapType>> BY_CODE =
      Arrays.stream(values()).map(Optional::of).toList();

  public static Optional<MapType> find(int code) {
    return code >= 0 && code < BY_CODE.size() ? BY_CODE.get(code) : Optional.empty();
  }

  /// The code on the ABI.
  @SuppressWarnings("EnumOrdinal") // the ABI numbers them in this order
  public int code() {
    return ordinal();
  }

  /// Whether the map belongs to an HTTP stream; the others belong to a call that the plugin made.
  @SuppressWarnings("EnumOrdinal") // as for the code
  public boolean ofStream() {
    return ordinal() <= HTTP_RESPONSE_TRAILERS.ordinal();
  }
}
