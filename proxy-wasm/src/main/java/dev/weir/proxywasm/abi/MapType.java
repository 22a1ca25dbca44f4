package dev.weir.proxywasm.abi;

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

  private static final MapType[] BY_CODE = values();

  public static Optional<MapType> find(int code) {
    return code >= 0 && code < BY_CODE.length ? Optional.of(BY_CODE[code]) : Optional.empty();
  }
}
