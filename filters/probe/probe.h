// What the probe's callbacks need of its interpreter.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IMPORT(name) __attribute__((import_module("env"), import_name(#name))) extern
#define EXPORT(name) __attribute__((export_name(#name), visibility("default")))

IMPORT(proxy_log) uint32_t proxy_log(uint32_t level, const char *message, size_t size);
IMPORT(proxy_set_effective_context) uint32_t proxy_set_effective_context(uint32_t id);
IMPORT(proxy_get_buffer_bytes)
uint32_t proxy_get_buffer_bytes(uint32_t type, uint32_t start, uint32_t max, char **data, size_t *size);
IMPORT(proxy_get_header_map_value)
uint32_t proxy_get_header_map_value(uint32_t map, const char *key, size_t key_size, char **value, size_t *size);
IMPORT(proxy_get_shared_data)
uint32_t proxy_get_shared_data(const char *key, size_t key_size, char **value, size_t *size, uint32_t *cas);
IMPORT(proxy_set_shared_data)
uint32_t proxy_set_shared_data(const char *key, size_t key_size, const char *value, size_t size, uint32_t cas);
IMPORT(proxy_get_header_map_pairs) uint32_t proxy_get_header_map_pairs(uint32_t map, char **data, size_t *size);

// Runs the step of `script` named `callback`, logs its line and gives the result that it asked for.
uint32_t probe_run(const char *tag, const char *script, const char *callback, const uint32_t arguments[3],
                   uint32_t otherwise);

// What `configuration` shows: the text that the running context's plugin was configured with.
extern const char *probe_configuration;

bool probe_has_step(const char *script, const char *callback);

// The script in a configuration: the value of {"script": "…"}, or the whole text if it is no JSON object.
char *probe_configured_script(const char *configuration, size_t size);

// The memory that the host's values are placed in: one megabyte, free again after every callback.
void *probe_arena_allocate(size_t size);
void probe_arena_reset(void);
