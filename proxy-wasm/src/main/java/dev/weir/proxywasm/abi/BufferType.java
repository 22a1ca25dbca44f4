package dev.weir.proxywasm.abi;

import java.util.Arrays;
import java.util.List;
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

  private static final List<Optional<BufferType>> BY_CODE =
      Arrays.stream(values()).map(Optional::of).toList();

  public boolean isHttpBody() {
    return this == HTTP_REQUEST_BODY || this == HTTP_RESPONSE_BODY;
  }

  /// Whether it is the data of a TCP connection.
  public boolean isConnectionData() {
    return this == DOWNSTREAM_DATA || this == UPSTREAM_DATA;
  }

  public static Optional<BufferType> find(int code) {
    return code >= 0 && code < BY_CODE.size() ? BY_CODE.get(code) : Optional.empty();
  }
}
