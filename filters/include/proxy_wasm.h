// The part of the Proxy-Wasm ABI v0.2.1 that the C filters here use, in the specification's names.
//
// Every function returns a proxy_status_t; everything is 32 bits wide.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PROXY_WASM_IMPORT(name) __attribute__((import_module("env"), import_name(#name))) extern
#define PROXY_WASM_EXPORT(name) __attribute__((export_name(#name), visibility("default")))

typedef uint32_t proxy_status_t;
enum { PROXY_STATUS_OK = 0 };

typedef uint32_t proxy_action_t;
enum { PROXY_ACTION_CONTINUE = 0, PROXY_ACTION_PAUSE = 1 };

enum proxy_log_level { PROXY_LOG_INFO = 2, PROXY_LOG_WARN = 3, PROXY_LOG_ERROR = 4 };

enum proxy_buffer_type {
  PROXY_BUFFER_REQUEST_BODY = 0,
  PROXY_BUFFER_RESPONSE_BODY = 1,
  PROXY_BUFFER_DOWNSTREAM_DATA = 2,
  PROXY_BUFFER_UPSTREAM_DATA = 3,
  PROXY_BUFFER_PLUGIN_CONFIGURATION = 7
};

enum proxy_map_type { PROXY_MAP_REQUEST_HEADERS = 0, PROXY_MAP_RESPONSE_HEADERS = 2 };

enum proxy_stream_type { PROXY_STREAM_DOWNSTREAM = 2, PROXY_STREAM_UPSTREAM = 3 };

PROXY_WASM_IMPORT(proxy_log)
proxy_status_t proxy_log(uint32_t level, const char *message, size_t message_size);

// The host places the bytes in memory obtained from proxy_on_memory_allocate; the filter owns them.
PROXY_WASM_IMPORT(proxy_get_buffer_bytes)
proxy_status_t proxy_get_buffer_bytes(uint32_t buffer, size_t offset, size_t max_size, char **data,
                                      size_t *size);

// Puts data in the place of max_size bytes from offset on.
PROXY_WASM_IMPORT(proxy_set_buffer_bytes)
proxy_status_t proxy_set_buffer_bytes(uint32_t buffer, size_t offset, size_t max_size, const char *data,
                                      size_t size);

PROXY_WASM_IMPORT(proxy_add_header_map_value)
proxy_status_t proxy_add_header_map_value(uint32_t map, const char *key, size_t key_size,
                                          const char *value, size_t value_size);

PROXY_WASM_IMPORT(proxy_replace_header_map_value)
proxy_status_t proxy_replace_header_map_value(uint32_t map, const char *key, size_t key_size,
                                              const char *value, size_t value_size);

PROXY_WASM_IMPORT(proxy_remove_header_map_value)
proxy_status_t proxy_remove_header_map_value(uint32_t map, const char *key, size_t key_size);

// As for proxy_get_buffer_bytes; anything but PROXY_STATUS_OK where there is no such header.
PROXY_WASM_IMPORT(proxy_get_header_map_value)
proxy_status_t proxy_get_header_map_value(uint32_t map, const char *key, size_t key_size, char **value,
                                          size_t *size);

PROXY_WASM_IMPORT(proxy_close_stream) proxy_status_t proxy_close_stream(uint32_t stream);

// headers: a serialized header map, or nothing.
PROXY_WASM_IMPORT(proxy_send_local_response)
proxy_status_t proxy_send_local_response(uint32_t status, const char *details, size_t details_size,
                                         const char *body, size_t body_size, const char *headers,
                                         size_t headers_size, int32_t grpc_status);

#ifdef __cplusplus
}
#endif
