package dev.weir.proxywasm.abi;

import static dev.weir.proxywasm.abi.ProxyStatus.BAD_ARGUMENT;
import static dev.weir.proxywasm.abi.ProxyStatus.INTERNAL_FAILURE;
import static dev.weir.proxywasm.abi.ProxyStatus.NOT_FOUND;
import static dev.weir.proxywasm.abi.ProxyStatus.OK;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Every function a module may import from `env` that answers a status.
///
/// Parameters are written one letter each: `i` for i32, `l` for i64. The status is what a plugin
/// hears when its capabilities do not grant the call: one that the SDKs pass on to the filter,
/// because on any other they trap and take the VM with them.
public enum Hostcall {
  LOG("proxy_log", "iii", OK),
  GET_LOG_LEVEL("proxy_get_log_level", "i", OK),
  GET_CURRENT_TIME("proxy_get_current_time_nanoseconds", "i", OK),
  SET_TICK_PERIOD("proxy_set_tick_period_milliseconds", "i", OK),
  GET_STATUS("proxy_get_status", "iii", OK),
  SET_EFFECTIVE_CONTEXT("proxy_set_effective_context", "i", BAD_ARGUMENT),
  DONE("proxy_done", "", OK),

  GET_CONFIGURATION("proxy_get_configuration", "ii", OK),
  CONTINUE_REQUEST("proxy_continue_request", "", OK),
  CONTINUE_RESPONSE("proxy_continue_response", "", OK),
  CLEAR_ROUTE_CACHE("proxy_clear_route_cache", "", OK),

  CONTINUE_STREAM("proxy_continue_stream", "i", OK),
  CLOSE_STREAM("proxy_close_stream", "i", OK),
  SEND_LOCAL_RESPONSE("proxy_send_local_response", "iiiiiiii", OK),

  GET_BUFFER_BYTES("proxy_get_buffer_bytes", "iiiii", NOT_FOUND),
  GET_BUFFER_STATUS("proxy_get_buffer_status", "iii", NOT_FOUND),
  SET_BUFFER_BYTES("proxy_set_buffer_bytes", "iiiii", OK),

  GET_HEADER_MAP_SIZE("proxy_get_header_map_size", "ii", OK),
  GET_HEADER_MAP_PAIRS("proxy_get_header_map_pairs", "iii", OK),
  SET_HEADER_MAP_PAIRS("proxy_set_header_map_pairs", "iii", OK),
  GET_HEADER_MAP_VALUE("proxy_get_header_map_value", "iiiii", NOT_FOUND),
  ADD_HEADER_MAP_VALUE("proxy_add_header_map_value", "iiiii", OK),
  REPLACE_HEADER_MAP_VALUE("proxy_replace_header_map_value", "iiiii", OK),
  REMOVE_HEADER_MAP_VALUE("proxy_remove_header_map_value", "iii", OK),

  HTTP_CALL("proxy_http_call", "iiiiiiiiii", INTERNAL_FAILURE),
  /// The name that api7's SDK gives to `proxy_http_call`.
  DISPATCH_HTTP_CALL("proxy_dispatch_http_call", "iiiiiiiiii", INTERNAL_FAILURE),
  GRPC_CALL("proxy_grpc_call", "iiiiiiiiiiii", INTERNAL_FAILURE),
  GRPC_STREAM("proxy_grpc_stream", "iiiiiiiii", INTERNAL_FAILURE),
  GRPC_SEND("proxy_grpc_send", "iiii", NOT_FOUND),
  GRPC_CANCEL("proxy_grpc_cancel", "i", NOT_FOUND),
  GRPC_CLOSE("proxy_grpc_close", "i", NOT_FOUND),

  GET_SHARED_DATA("proxy_get_shared_data", "iiiii", NOT_FOUND),
  SET_SHARED_DATA("proxy_set_shared_data", "iiiii", OK),
  REGISTER_SHARED_QUEUE("proxy_register_shared_queue", "iii", OK),
  RESOLVE_SHARED_QUEUE("proxy_resolve_shared_queue", "iiiii", NOT_FOUND),
  ENQUEUE_SHARED_QUEUE("proxy_enqueue_shared_queue", "iii", NOT_FOUND),
  DEQUEUE_SHARED_QUEUE("proxy_dequeue_shared_queue", "iii", NOT_FOUND),

  DEFINE_METRIC("proxy_define_metric", "iiii", OK),
  INCREMENT_METRIC("proxy_increment_metric", "il", OK),
  RECORD_METRIC("proxy_record_metric", "il", OK),
  GET_METRIC("proxy_get_metric", "ii", NOT_FOUND),

  GET_PROPERTY("proxy_get_property", "iiii", NOT_FOUND),
  SET_PROPERTY("proxy_set_property", "iiii", OK),
  CALL_FOREIGN_FUNCTION("proxy_call_foreign_function", "iiiiii", NOT_FOUND);

  private static final Map<String, Hostcall> BY_NAME = new HashMap<>();

  static {
    for (Hostcall call : values()) {
      BY_NAME.put(call.importName, call);
    }
  }

  private final String importName;
  private final String parameters;
  private final ProxyStatus whenDenied;

  Hostcall(String importName, String parameters, ProxyStatus whenDenied) {
    this.importName = importName;
    this.parameters = parameters;
    this.whenDenied = whenDenied;
  }

  public static Optional<Hostcall> find(String importName) {
    return Optional.ofNullable(BY_NAME.get(importName));
  }

  public String importName() {
    return importName;
  }

  /// One letter per parameter.
  public String parameters() {
    return parameters;
  }

  public ProxyStatus whenDenied() {
    return whenDenied;
  }
}
