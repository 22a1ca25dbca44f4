// The gate filter in C: one translation unit, wasi-libc for malloc and memcmp.
#include "proxy_wasm.h"

#include <stdlib.h>
#include <string.h>

#define TEXT(literal) literal, sizeof literal - 1

static char *configuration;
static size_t configuration_size;

PROXY_WASM_EXPORT(proxy_abi_version_0_2_1) void abi_version(void) {}

PROXY_WASM_EXPORT(proxy_on_memory_allocate) void *allocate(size_t size) { return malloc(size); }

PROXY_WASM_EXPORT(proxy_on_context_create)
void on_context_create(uint32_t id, uint32_t parent) { (void)id, (void)parent; }

PROXY_WASM_EXPORT(proxy_on_configure)
uint32_t on_configure(uint32_t id, uint32_t size) {
  (void)id, (void)size;
  free(configuration);
  configuration = NULL;
  configuration_size = 0;
  return proxy_get_buffer_bytes(PROXY_BUFFER_PLUGIN_CONFIGURATION, 0, SIZE_MAX, &configuration,
                                &configuration_size) == PROXY_STATUS_OK;
}

static int is_forbidden(void) {
  static const char suffix[] = "/forbidden";
  const size_t length = sizeof suffix - 1;
  char *path = NULL;
  size_t size = 0;
  if (proxy_get_header_map_value(PROXY_MAP_REQUEST_HEADERS, TEXT(":path"), &path, &size) != PROXY_STATUS_OK) {
    return 0;
  }
  const int forbidden = size >= length && memcmp(path + size - length, suffix, length) == 0;
  free(path);
  return forbidden;
}

PROXY_WASM_EXPORT(proxy_on_request_headers)
proxy_action_t on_request_headers(uint32_t id, uint32_t headers, uint32_t end_of_stream) {
  (void)id, (void)headers, (void)end_of_stream;
  if (is_forbidden()) {
    proxy_send_local_response(403, TEXT("gate"), TEXT("forbidden by c\n"), NULL, 0, -1);
    return PROXY_ACTION_PAUSE;
  }
  proxy_replace_header_map_value(PROXY_MAP_REQUEST_HEADERS, TEXT("x-gate-configuration"), configuration,
                                 configuration_size);
  return PROXY_ACTION_CONTINUE;
}

PROXY_WASM_EXPORT(proxy_on_response_headers)
proxy_action_t on_response_headers(uint32_t id, uint32_t headers, uint32_t end_of_stream) {
  (void)id, (void)headers, (void)end_of_stream;
  proxy_add_header_map_value(PROXY_MAP_RESPONSE_HEADERS, TEXT("x-gate"), TEXT("c"));
  return PROXY_ACTION_CONTINUE;
}
