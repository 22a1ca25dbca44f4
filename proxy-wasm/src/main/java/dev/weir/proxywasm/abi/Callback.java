package dev.weir.proxywasm.abi;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Every callback a module may export, with the number of its i32 parameters and whether it
/// answers.
public enum Callback {
  CONTEXT_CREATE("proxy_on_context_create", 2, false),
  VALIDATE_CONFIGURATION("proxy_validate_configuration", 2, true),
  VM_START("proxy_on_vm_start", 2, true),
  CONFIGURE("proxy_on_configure", 2, true),
  TICK("proxy_on_tick", 1, false),

  NEW_CONNECTION("proxy_on_new_connection", 1, true),
  DOWNSTREAM_DATA("proxy_on_downstream_data", 3, true),
  UPSTREAM_DATA("proxy_on_upstream_data", 3, true),
  DOWNSTREAM_CONNECTION_CLOSE("proxy_on_downstream_connection_close", 2, false),
  UPSTREAM_CONNECTION_CLOSE("proxy_on_upstream_connection_close", 2, false),

  /// Two parameters in 0.1.0, a third (end of stream) since 0.2.0; the export's type decides,
  /// because modules with the old label and the new type exist.
  REQUEST_HEADERS("proxy_on_request_headers", 3, true),
  REQUEST_BODY("proxy_on_request_body", 3, true),
  REQUEST_TRAILERS("proxy_on_request_trailers", 2, true),
  REQUEST_METADATA("proxy_on_request_metadata", 2, true),
  /// As [#REQUEST_HEADERS].
  RESPONSE_HEADERS("proxy_on_response_headers", 3, true),
  RESPONSE_BODY("proxy_on_response_body", 3, true),
  RESPONSE_TRAILERS("proxy_on_response_trailers", 2, true),
  RESPONSE_METADATA("proxy_on_response_metadata", 2, true),

  HTTP_CALL_RESPONSE("proxy_on_http_call_response", 5, false),
  GRPC_RECEIVE_INITIAL_METADATA("proxy_on_grpc_receive_initial_metadata", 3, false),
  GRPC_RECEIVE("proxy_on_grpc_receive", 3, false),
  GRPC_RECEIVE_TRAILING_METADATA("proxy_on_grpc_receive_trailing_metadata", 3, false),
  GRPC_CLOSE("proxy_on_grpc_close", 3, false),
  QUEUE_READY("proxy_on_queue_ready", 2, false),
  FOREIGN_FUNCTION("proxy_on_foreign_function", 3, false),

  DONE("proxy_on_done", 1, true),
  LOG("proxy_on_log", 1, false),
  DELETE("proxy_on_delete", 1, false);

  private static final Map<String, Callback> BY_NAME = new HashMap<>();

  static {
    for (Callback callback : values()) {
      BY_NAME.put(callback.exportName, callback);
    }
  }

  private final String exportName;
  private final int parameters;
  private final boolean answers;

  Callback(String exportName, int parameters, boolean answers) {
    this.exportName = exportName;
    this.parameters = parameters;
    this.answers = answers;
  }

  public static Optional<Callback> find(String exportName) {
    return Optional.ofNullable(BY_NAME.get(exportName));
  }

  public String exportName() {
    return exportName;
  }

  public int parameters() {
    return parameters;
  }

  public boolean answers() {
    return answers;
  }

  /// Whether the export may have this number of parameters.
  public boolean takes(int count) {
    return count == parameters
        || (count == 2 && (this == REQUEST_HEADERS || this == RESPONSE_HEADERS));
  }

  /// A small number for tables: its position in this list.
  @SuppressWarnings("EnumOrdinal") // an array by callback is the hot path of every call
  public int index() {
    return ordinal();
  }
}
