// Sets, adds and removes request and response headers as its configuration says.
#include "configuration.h"
#include "proxy_wasm.h"

#include <stdlib.h>

// A plugin context owns a configuration; a stream context points at its plugin context.
struct context {
  uint32_t id;
  struct context *plugin; // itself for a plugin context
  struct configuration *configuration;
  struct context *next; // in the same bucket
};

// Ids are handed out in sequence, so their low bits spread evenly over the buckets.
enum { BUCKETS = 256 };
static struct context *buckets[BUCKETS];

static struct context *find(uint32_t id) {
  struct context *context = buckets[id % BUCKETS];
  while (context != NULL && context->id != id) {
    context = context->next;
  }
  return context;
}

static void log_error(const char *message, size_t size) {
  proxy_log(PROXY_LOG_ERROR, message, size);
}

PROXY_WASM_EXPORT(proxy_abi_version_0_2_1) void abi_version(void) {}

PROXY_WASM_EXPORT(proxy_on_memory_allocate) void *allocate(size_t size) { return malloc(size); }

PROXY_WASM_EXPORT(proxy_on_context_create)
void on_context_create(uint32_t id, uint32_t parent) {
  struct context *context = calloc(1, sizeof *context);
  if (context == NULL) {
    __builtin_trap();
  }
  context->id = id;
  context->plugin = parent == 0 ? context : find(parent);
  context->next = buckets[id % BUCKETS];
  buckets[id % BUCKETS] = context;
}

PROXY_WASM_EXPORT(proxy_on_configure)
uint32_t on_configure(uint32_t id, uint32_t size) {
  (void)size;
  struct context *context = find(id);
  char *text = NULL;
  size_t text_size = 0;
  struct reason reason;
  proxy_get_buffer_bytes(PROXY_BUFFER_PLUGIN_CONFIGURATION, 0, SIZE_MAX, &text, &text_size);
  struct configuration *configuration = configuration_read(text, text_size, &reason);
  if (context == NULL || configuration == NULL) {
    log_error(reason.text, reason.size);
    configuration_free(configuration);
    return 0;
  }
  configuration_free(context->configuration);
  context->configuration = configuration;
  return 1;
}

static void apply(struct edits edits, enum proxy_map_type map) {
  for (const struct edit *edit = edits.list; edit != edits.list + edits.count; edit++) {
    switch (edit->kind) {
    case EDIT_SET:
      proxy_replace_header_map_value(map, edit->name.at, edit->name.size, edit->value.at,
                                     edit->value.size);
      break;
    case EDIT_ADD:
      proxy_add_header_map_value(map, edit->name.at, edit->name.size, edit->value.at,
                                 edit->value.size);
      break;
    case EDIT_REMOVE:
      proxy_remove_header_map_value(map, edit->name.at, edit->name.size);
      break;
    }
  }
}

static const struct configuration *configuration_of(uint32_t stream) {
  struct context *context = find(stream);
  return context == NULL || context->plugin == NULL ? NULL : context->plugin->configuration;
}

PROXY_WASM_EXPORT(proxy_on_request_headers)
proxy_action_t on_request_headers(uint32_t id, uint32_t headers, uint32_t end_of_stream) {
  (void)headers, (void)end_of_stream;
  const struct configuration *configuration = configuration_of(id);
  if (configuration != NULL) {
    apply(configuration->request, PROXY_MAP_REQUEST_HEADERS);
  }
  return PROXY_ACTION_CONTINUE;
}

PROXY_WASM_EXPORT(proxy_on_response_headers)
proxy_action_t on_response_headers(uint32_t id, uint32_t headers, uint32_t end_of_stream) {
  (void)headers, (void)end_of_stream;
  const struct configuration *configuration = configuration_of(id);
  if (configuration != NULL) {
    apply(configuration->response, PROXY_MAP_RESPONSE_HEADERS);
  }
  return PROXY_ACTION_CONTINUE;
}

PROXY_WASM_EXPORT(proxy_on_delete)
void on_delete(uint32_t id) {
  struct context **link = &buckets[id % BUCKETS];
  while (*link != NULL && (*link)->id != id) {
    link = &(*link)->next;
  }
  struct context *context = *link;
  if (context != NULL) {
    *link = context->next;
    configuration_free(context->configuration);
    free(context);
  }
}
