// Replaces every digit in request and response bodies by '#', or only looks at them, as its configuration says:
//
//   {"bodies": "mask"} or {"bodies": "look"}
//
// It works on each piece of a body as it arrives and holds nothing back, so it runs in constant memory whatever
// the body's size. Both directions' headers get x-bodies with what is done.
#include "json.h"
#include "proxy_wasm.h"

#include <stdlib.h>
#include <string.h>

#define TEXT(literal) literal, sizeof literal - 1

enum bodies { BODIES_MASK, BODIES_LOOK };

// One plugin per virtual machine: its configuration is that of every stream.
static enum bodies bodies;

PROXY_WASM_EXPORT(proxy_abi_version_0_2_1) void abi_version(void) {}

PROXY_WASM_EXPORT(proxy_on_memory_allocate) void *allocate(size_t size) { return malloc(size); }

PROXY_WASM_EXPORT(proxy_on_context_create)
void on_context_create(uint32_t id, uint32_t parent) { (void)id, (void)parent; }

static bool equals(struct text text, const char *literal) {
  return text.size == strlen(literal) && memcmp(text.at, literal, text.size) == 0;
}

static bool read_configuration(char *bytes, size_t size) {
  struct json json = json_reader(bytes, size);
  struct text name = {0}, value = {0};
  if (json_next(&json) != JSON_OBJECT) {
    return false;
  }
  json_enter(&json);
  if (!json_next_member(&json, &name) || !equals(name, "bodies") || !json_string(&json, &value) ||
      json_next_member(&json, &name) || !json_finish(&json)) {
    return false;
  }
  bodies = equals(value, "look") ? BODIES_LOOK : BODIES_MASK;
  return bodies == BODIES_LOOK || equals(value, "mask");
}

PROXY_WASM_EXPORT(proxy_on_configure)
uint32_t on_configure(uint32_t id, uint32_t configuration_size) {
  (void)id, (void)configuration_size;
  char *bytes = NULL;
  size_t size = 0;
  proxy_get_buffer_bytes(PROXY_BUFFER_PLUGIN_CONFIGURATION, 0, SIZE_MAX, &bytes, &size);
  const bool good = read_configuration(bytes, size);
  free(bytes);
  if (!good) {
    proxy_log(PROXY_LOG_ERROR,
              TEXT("configuration: not understood (expected: {\"bodies\": \"mask\"} or {\"bodies\": \"look\"})"));
  }
  return good;
}

static proxy_action_t mark(enum proxy_map_type map) {
  if (bodies == BODIES_LOOK) {
    proxy_replace_header_map_value(map, TEXT("x-bodies"), TEXT("look"));
  } else {
    proxy_replace_header_map_value(map, TEXT("x-bodies"), TEXT("mask"));
  }
  return PROXY_ACTION_CONTINUE;
}

PROXY_WASM_EXPORT(proxy_on_request_headers)
proxy_action_t on_request_headers(uint32_t id, uint32_t headers, uint32_t end_of_stream) {
  (void)id, (void)headers, (void)end_of_stream;
  return mark(PROXY_MAP_REQUEST_HEADERS);
}

PROXY_WASM_EXPORT(proxy_on_response_headers)
proxy_action_t on_response_headers(uint32_t id, uint32_t headers, uint32_t end_of_stream) {
  (void)id, (void)headers, (void)end_of_stream;
  return mark(PROXY_MAP_RESPONSE_HEADERS);
}

static bool mask_digits(char *bytes, size_t size) {
  bool masked = false;
  for (char *at = bytes; at != bytes + size; at++) {
    if (*at >= '0' && *at <= '9') {
      *at = '#';
      masked = true;
    }
  }
  return masked;
}

static proxy_action_t on_body(enum proxy_buffer_type buffer, size_t size) {
  char *bytes = NULL;
  size_t got = 0;
  if (bodies == BODIES_LOOK || size == 0 ||
      proxy_get_buffer_bytes(buffer, 0, size, &bytes, &got) != PROXY_STATUS_OK) {
    return PROXY_ACTION_CONTINUE;
  }
  if (mask_digits(bytes, got)) {
    proxy_set_buffer_bytes(buffer, 0, got, bytes, got);
  }
  free(bytes);
  return PROXY_ACTION_CONTINUE;
}

PROXY_WASM_EXPORT(proxy_on_request_body)
proxy_action_t on_request_body(uint32_t id, uint32_t size, uint32_t end_of_stream) {
  (void)id, (void)end_of_stream;
  return on_body(PROXY_BUFFER_REQUEST_BODY, size);
}

PROXY_WASM_EXPORT(proxy_on_response_body)
proxy_action_t on_response_body(uint32_t id, uint32_t size, uint32_t end_of_stream) {
  (void)id, (void)end_of_stream;
  return on_body(PROXY_BUFFER_RESPONSE_BODY, size);
}
