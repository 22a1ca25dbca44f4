// Lets a TCP connection through only if what the client sends begins as it must, and masks digits on the way:
//
//   {"begins": "HELLO ", "mask": "both"}
//
// The client's data is held until there is enough to tell; a connection that begins in another way is closed before
// the server has seen a byte of it. `mask` replaces every digit by '#' in the data of the client ("downstream"), of
// the server ("upstream"), of both or of none.
#include "json.h"
#include "proxy_wasm.h"

#include <stdlib.h>
#include <string.h>

#define TEXT(literal) literal, sizeof literal - 1

enum { MAX_BEGINNING = 64 };

// One plugin per virtual machine: its configuration is that of every connection.
static char beginning[MAX_BEGINNING];
static size_t beginning_size;
static bool masks_downstream, masks_upstream;

// A connection whose beginning has been seen.
struct passed {
  uint32_t id;
  struct passed *next;
};

static struct passed *passed;

static bool has_passed(uint32_t id) {
  for (const struct passed *at = passed; at; at = at->next) {
    if (at->id == id) return true;
  }
  return false;
}

static void pass(uint32_t id) {
  struct passed *one = malloc(sizeof *one);
  if (!one) __builtin_trap();
  *one = (struct passed){id, passed};
  passed = one;
}

PROXY_WASM_EXPORT(proxy_abi_version_0_2_1) void abi_version(void) {}

PROXY_WASM_EXPORT(proxy_on_memory_allocate) void *allocate(size_t size) { return malloc(size); }

PROXY_WASM_EXPORT(proxy_on_context_create)
void on_context_create(uint32_t id, uint32_t parent) { (void)id, (void)parent; }

static bool equals(struct text text, const char *literal) {
  return text.size == strlen(literal) && memcmp(text.at, literal, text.size) == 0;
}

static bool read_begins(struct text value) {
  if (value.size > MAX_BEGINNING) return false;
  memcpy(beginning, value.at, value.size);
  beginning_size = value.size;
  return true;
}

static bool read_mask(struct text value) {
  masks_downstream = equals(value, "downstream") || equals(value, "both");
  masks_upstream = equals(value, "upstream") || equals(value, "both");
  return masks_downstream || masks_upstream || equals(value, "none");
}

static bool read_configuration(char *bytes, size_t size) {
  struct json json = json_reader(bytes, size);
  struct text name = {0}, value = {0};
  if (size == 0) return true;
  if (json_next(&json) != JSON_OBJECT) return false;
  json_enter(&json);
  while (json_next_member(&json, &name)) {
    if (!json_string(&json, &value)) return false;
    if (!(equals(name, "begins") ? read_begins(value) : equals(name, "mask") && read_mask(value))) return false;
  }
  return json_finish(&json);
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
    proxy_log(PROXY_LOG_ERROR, TEXT("configuration: not understood (expected: {\"begins\": \"at most 64 bytes\", "
                                    "\"mask\": \"downstream, upstream, both or none\"})"));
  }
  return good;
}

static void mask(enum proxy_buffer_type buffer, size_t size) {
  char *bytes = NULL;
  size_t got = 0;
  if (size == 0 || proxy_get_buffer_bytes(buffer, 0, size, &bytes, &got) != PROXY_STATUS_OK) return;
  bool masked = false;
  for (char *at = bytes; at != bytes + got; at++) {
    if (*at >= '0' && *at <= '9') {
      *at = '#';
      masked = true;
    }
  }
  if (masked) proxy_set_buffer_bytes(buffer, 0, got, bytes, got);
  free(bytes);
}

// Whether the data begins as it must, as far as there is any.
static bool begins_well(size_t size) {
  char *bytes = NULL;
  size_t got = 0;
  if (size == 0) return true;
  if (proxy_get_buffer_bytes(PROXY_BUFFER_DOWNSTREAM_DATA, 0, beginning_size, &bytes, &got) != PROXY_STATUS_OK) {
    return false;
  }
  const bool well = memcmp(bytes, beginning, got) == 0;
  free(bytes);
  return well;
}

PROXY_WASM_EXPORT(proxy_on_downstream_data)
proxy_action_t on_downstream_data(uint32_t id, uint32_t size, uint32_t end_of_stream) {
  if (!has_passed(id)) {
    const bool enough = size >= beginning_size;
    if (!begins_well(size) || (end_of_stream && !enough)) {
      proxy_log(PROXY_LOG_WARN, TEXT("connection closed: does not begin as it must"));
      proxy_close_stream(PROXY_STREAM_DOWNSTREAM);
      return PROXY_ACTION_PAUSE;
    }
    if (!enough) return PROXY_ACTION_PAUSE;
    pass(id);
  }
  if (masks_downstream) mask(PROXY_BUFFER_DOWNSTREAM_DATA, size);
  return PROXY_ACTION_CONTINUE;
}

PROXY_WASM_EXPORT(proxy_on_upstream_data)
proxy_action_t on_upstream_data(uint32_t id, uint32_t size, uint32_t end_of_stream) {
  (void)id, (void)end_of_stream;
  if (masks_upstream) mask(PROXY_BUFFER_UPSTREAM_DATA, size);
  return PROXY_ACTION_CONTINUE;
}

PROXY_WASM_EXPORT(proxy_on_delete) void on_delete(uint32_t id) {
  for (struct passed **link = &passed; *link; link = &(*link)->next) {
    if ((*link)->id != id) continue;
    struct passed *one = *link;
    *link = one->next;
    free(one);
    return;
  }
}
