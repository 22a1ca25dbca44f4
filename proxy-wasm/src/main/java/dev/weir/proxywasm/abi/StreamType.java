package dev.weir.proxywasm.abi;

import java.util.Optional;

/// `proxy_stream_type_t`. The ordinal is the code on the ABI.
public enum StreamType {
  HTTP_REQUEST,
  HTTP_RESPONSE,
  DOWNSTREAM,
  UPSTREAM;

  private static final StreamType[] BY_CODE = values();

  public static Optional<StreamType> find(int code) {
    return code >= 0 && code < BY_CODE.length ? Optional.of(BY_CODE[code]) : Optional.empty();
  }
}
