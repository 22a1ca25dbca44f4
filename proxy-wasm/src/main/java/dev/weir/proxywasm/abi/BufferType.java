package dev.weir.proxywasm.abi;

import java.util.Optional;

/// `proxy_buffer_type_t`. The ordinal is the code on the ABI.
public enum BufferType {
  HTTP_REQUEST_BODY,
  HTTP_RESPONSE_BODY,
  DOWNSTREAM_DATA,
  UPSTREAM_DATA,
  HTTP_CALL_RESPONSE_BODY,
  GRPC_RECEIVE,
  VM_CONFIGURATION,
  PLUGIN_CONFIGURATION,
  /// Arguments of the foreign function that calls the plugin.
  CALL_DATA;

  private static final BufferType[] BY_CODE = values();

  public static Optional<BufferType> find(int code) {
    return code >= 0 && code < BY_CODE.length ? Optional.of(BY_CODE[code]) : Optional.empty();
  }
}
