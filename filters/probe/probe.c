// A filter that does what each request tells it to: the guest of the conformance cases.
//
// The request header `x-probe`, or where it was not seen that of the response, carries a script, for example
//
//   rh=proxy_add_header_map_value(0,x-a,1);ret(0)|sh=proxy_get_property(response%00code)
//
// which is a list of steps `callback=operation;operation…` separated by `|`. An operation is a hostcall in
// the specification's name with its arguments, or one of the probe's own (`ret`, `trap`, `loop`, `recurse`,
// `grow`, `fields`; `keep` and `kept` for a text in the VM's memory, `env` for a variable through WASI,
// `configuration` for what the stream's plugin was configured with). An argument is text with %XX escapes, a number where the hostcall takes one, `$1`, `$2`… for
// the last id that the host gave, the one before…, or `@pointer:length` and `#pointer` to pass raw, also wrong,
// addresses. The steps of the plugin context come from the plugin's
// configuration in the same form. A TCP connection runs the script that the connection before it brought, which it
// does by a first line `x-probe: <x-probe-id> <script>`; where none did, the plugin context's steps.
//
// Every callback logs one line: `probe <x-probe-id> <callback>(<arguments>) <operation>=<status>[:<value>]… -> <result>`.
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "probe.h"

typedef struct context {
  uint32_t id;
  uint32_t parent;  // 0 for a plugin context
  char *script;
  char *configuration;  // of a plugin context, once it is configured
  char tag[32];
  struct context *next;
} context_t;

static context_t *contexts;

static context_t *find_context(uint32_t id) {
  for (context_t *c = contexts; c; c = c->next) {
    if (c->id == id) return c;
  }
  return NULL;
}

static char *copy_text(const char *text, size_t size) {
  char *copy = malloc(size + 1);
  if (!copy) __builtin_trap();
  memcpy(copy, text, size);
  copy[size] = 0;
  return copy;
}

static context_t *create_context(uint32_t id, uint32_t parent) {
  context_t *c = calloc(1, sizeof *c);
  if (!c) __builtin_trap();
  c->id = id;
  c->parent = parent;
  strcpy(c->tag, "-");
  c->next = contexts;
  contexts = c;
  return c;
}

static void delete_context(uint32_t id) {
  for (context_t **link = &contexts; *link; link = &(*link)->next) {
    if ((*link)->id != id) continue;
    context_t *c = *link;
    *link = c->next;
    free(c->script);
    free(c->configuration);
    free(c);
    return;
  }
}

static void load_script(context_t *c, uint32_t map) {
  char *value = NULL;
  size_t size = 0;
  if (proxy_get_header_map_value(map, "x-probe", 7, &value, &size) == 0 && size > 0) {
    c->script = copy_text(value, size);
  }
  if (proxy_get_header_map_value(map, "x-probe-id", 10, &value, &size) == 0 && size > 0) {
    size_t n = size < sizeof c->tag - 1 ? size : sizeof c->tag - 1;
    memcpy(c->tag, value, n);
    c->tag[n] = 0;
  }
}

// Runs the step for `callback`, if the context has one, and gives the callback's result.
static uint32_t run(uint32_t id, const char *callback, uint32_t a, uint32_t b, uint32_t c, uint32_t otherwise) {
  context_t *context = find_context(id);
  uint32_t result = otherwise;
  if (context && context->script) {
    context_t *plugin = context->parent ? find_context(context->parent) : context;
    probe_configuration = plugin && plugin->configuration ? plugin->configuration : "";
    result = probe_run(context->tag, context->script, callback, (uint32_t[]){a, b, c}, otherwise);
  }
  probe_arena_reset();
  return result;
}

EXPORT(proxy_abi_version_0_2_1) void proxy_abi_version_0_2_1(void) {}

EXPORT(proxy_on_memory_allocate) void *proxy_on_memory_allocate(size_t size) { return probe_arena_allocate(size); }

EXPORT(proxy_on_context_create) void proxy_on_context_create(uint32_t id, uint32_t parent) {
  context_t *c = create_context(id, parent);
  if (parent == 0) strcpy(c->tag, "plugin");
}

EXPORT(proxy_on_vm_start) uint32_t proxy_on_vm_start(uint32_t id, uint32_t size) {
  (void)id, (void)size;
  probe_arena_reset();
  return 1;
}

EXPORT(proxy_on_configure) uint32_t proxy_on_configure(uint32_t id, uint32_t size) {
  context_t *c = find_context(id);
  char *configuration = NULL;
  size_t length = 0;
  if (c && size > 0 && proxy_get_buffer_bytes(7, 0, size, &configuration, &length) == 0 && length > 0) {
    free(c->script);
    free(c->configuration);
    c->script = probe_configured_script(configuration, length);
    c->configuration = copy_text(configuration, length);
  }
  return run(id, "cf", size, 0, 0, 1);
}

// What comes to the plugin is for the step of the youngest stream that has one for it, or else the plugin's own.
static void run_youngest(uint32_t id, const char *callback, uint32_t a, uint32_t b) {
  for (context_t *c = contexts; c; c = c->next) {
    if (c->id == id || !c->script || !probe_has_step(c->script, callback)) continue;
    proxy_set_effective_context(c->id);
    run(c->id, callback, a, b, 0, 0);
    return;
  }
  run(id, callback, a, b, 0, 0);
}

EXPORT(proxy_on_tick) void proxy_on_tick(uint32_t id) { run_youngest(id, "tk", 0, 0); }

EXPORT(proxy_on_queue_ready) void proxy_on_queue_ready(uint32_t id, uint32_t queue) {
  (void)queue;  // every host numbers them in its own way
  run_youngest(id, "qr", 0, 0);
}

EXPORT(proxy_on_request_headers) uint32_t proxy_on_request_headers(uint32_t id, uint32_t count, uint32_t end) {
  context_t *c = find_context(id);
  if (c) load_script(c, 0);
  (void)count;  // proxies add headers of their own
  return run(id, "rh", end, 0, 0, 0);
}

// A step `re`, `se`, `de` or `ue` is for the last piece of a body, or of what the client or the server sends; without
// it, `rb`, `sb`, `dd` or `ud` is for every piece.
static uint32_t run_body(uint32_t id, const char *every, const char *last, uint32_t size, uint32_t end) {
  context_t *c = find_context(id);
  bool has_last = end && c && c->script && probe_has_step(c->script, last);
  return run(id, has_last ? last : every, size, end, 0, 0);
}

EXPORT(proxy_on_request_body) uint32_t proxy_on_request_body(uint32_t id, uint32_t size, uint32_t end) {
  return run_body(id, "rb", "re", size, end);
}

EXPORT(proxy_on_request_trailers) uint32_t proxy_on_request_trailers(uint32_t id, uint32_t count) {
  return run(id, "rt", count, 0, 0, 0);
}

EXPORT(proxy_on_response_headers) uint32_t proxy_on_response_headers(uint32_t id, uint32_t count, uint32_t end) {
  context_t *c = find_context(id);
  if (c && !c->script) load_script(c, 2);
  (void)count;
  return run(id, "sh", end, 0, 0, 0);
}

EXPORT(proxy_on_response_body) uint32_t proxy_on_response_body(uint32_t id, uint32_t size, uint32_t end) {
  return run_body(id, "sb", "se", size, end);
}

EXPORT(proxy_on_response_trailers) uint32_t proxy_on_response_trailers(uint32_t id, uint32_t count) {
  return run(id, "st", count, 0, 0, 0);
}

static const char announcement[] = "x-probe: ";
static const char announced[] = "probe-next";  // the key of the shared data that hold it

enum { ANNOUNCED_BYTES = sizeof announced - 1 };

// Keeps the script in the first line of the client's data for the next connection, if that is one for the probe.
static bool announce(size_t size) {
  char *data = NULL;
  size_t length = 0;
  const size_t prefix = sizeof announcement - 1;
  if (proxy_get_buffer_bytes(2, 0, size, &data, &length) != 0 || length < prefix ||
      memcmp(data, announcement, prefix) != 0) {
    return false;
  }
  const char *text = data + prefix, *end = memchr(text, '\n', length - prefix);
  return end && proxy_set_shared_data(announced, ANNOUNCED_BYTES, text, (size_t)(end - text), 0) == 0;
}

// Takes the script that was announced, `<x-probe-id> <script>`.
static void load_announced(context_t *c) {
  char *text = NULL;
  size_t size = 0;
  uint32_t cas = 0;
  if (proxy_get_shared_data(announced, ANNOUNCED_BYTES, &text, &size, &cas) != 0 || size == 0) return;
  const char *space = memchr(text, ' ', size);
  if (!space) return;
  size_t tag = (size_t)(space - text), n = tag < sizeof c->tag - 1 ? tag : sizeof c->tag - 1;
  memcpy(c->tag, text, n);
  c->tag[n] = 0;
  c->script = copy_text(space + 1, size - tag - 1);
  proxy_set_shared_data(announced, ANNOUNCED_BYTES, "", 0, 0);
}

// The plugin context is the oldest one.
static void load_plugin_script(context_t *c) {
  const context_t *plugin = contexts;
  while (plugin->next) plugin = plugin->next;
  if (plugin->script) c->script = copy_text(plugin->script, strlen(plugin->script));
}

EXPORT(proxy_on_new_connection) uint32_t proxy_on_new_connection(uint32_t id) {
  context_t *c = find_context(id);
  if (c) load_announced(c);
  if (c && !c->script) load_plugin_script(c);
  return run(id, "nc", 0, 0, 0, 0);
}

EXPORT(proxy_on_downstream_data) uint32_t proxy_on_downstream_data(uint32_t id, uint32_t size, uint32_t end) {
  if (announce(size)) return 0;
  return run_body(id, "dd", "de", size, end);
}

EXPORT(proxy_on_upstream_data) uint32_t proxy_on_upstream_data(uint32_t id, uint32_t size, uint32_t end) {
  return run_body(id, "ud", "ue", size, end);
}

EXPORT(proxy_on_downstream_connection_close)
void proxy_on_downstream_connection_close(uint32_t id, uint32_t peer) {
  run(id, "dc", peer, 0, 0, 0);
}

EXPORT(proxy_on_upstream_connection_close) void proxy_on_upstream_connection_close(uint32_t id, uint32_t peer) {
  run(id, "uc", peer, 0, 0, 0);
}

EXPORT(proxy_on_http_call_response)
void proxy_on_http_call_response(uint32_t id, uint32_t token, uint32_t headers, uint32_t body, uint32_t trailers) {
  (void)token, (void)headers;
  run_youngest(id, "hc", body, trailers);
}

EXPORT(proxy_on_grpc_receive_initial_metadata)
void proxy_on_grpc_receive_initial_metadata(uint32_t id, uint32_t token, uint32_t count) {
  (void)token, (void)count;
  run_youngest(id, "gi", 0, 0);
}

EXPORT(proxy_on_grpc_receive) void proxy_on_grpc_receive(uint32_t id, uint32_t token, uint32_t size) {
  (void)token;
  run_youngest(id, "gr", size, 0);
}

EXPORT(proxy_on_grpc_receive_trailing_metadata)
void proxy_on_grpc_receive_trailing_metadata(uint32_t id, uint32_t token, uint32_t count) {
  (void)token, (void)count;
  run_youngest(id, "gt", 0, 0);
}

EXPORT(proxy_on_grpc_close) void proxy_on_grpc_close(uint32_t id, uint32_t token, uint32_t status) {
  (void)token;
  run_youngest(id, "gc", status, 0);
}

EXPORT(proxy_on_done) uint32_t proxy_on_done(uint32_t id) { return run(id, "dn", 0, 0, 0, 1); }

EXPORT(proxy_on_log) void proxy_on_log(uint32_t id) { run(id, "lg", 0, 0, 0, 0); }

EXPORT(proxy_on_delete) void proxy_on_delete(uint32_t id) {
  run(id, "dl", 0, 0, 0, 0);
  delete_context(id);
}
