#include "hostcalls.h"

#include <string.h>

#include "probe.h"

#define I uint32_t
#define HOSTCALLS(X)                                                                            \
  X(proxy_log, "is", 3, (I, I, I))                                                              \
  X(proxy_get_log_level, "U", 1, (I))                                                           \
  X(proxy_get_current_time_nanoseconds, "T", 1, (I))                                            \
  X(proxy_set_tick_period_milliseconds, "i", 1, (I))                                            \
  X(proxy_get_status, "UP", 3, (I, I, I))                                                       \
  X(proxy_set_effective_context, "i", 1, (I))                                                   \
  X(proxy_done, "", 0, (void))                                                                  \
  X(proxy_continue_stream, "i", 1, (I))                                                         \
  X(proxy_close_stream, "i", 1, (I))                                                            \
  X(proxy_send_local_response, "isshi", 8, (I, I, I, I, I, I, I, I))                            \
  X(proxy_get_buffer_bytes, "iiiP", 5, (I, I, I, I, I))                                         \
  X(proxy_get_buffer_status, "iUU", 3, (I, I, I))                                               \
  X(proxy_set_buffer_bytes, "iiis", 5, (I, I, I, I, I))                                         \
  X(proxy_get_header_map_size, "iU", 2, (I, I))                                                 \
  X(proxy_get_header_map_pairs, "iP", 3, (I, I, I))                                             \
  X(proxy_set_header_map_pairs, "ih", 3, (I, I, I))                                             \
  X(proxy_get_header_map_value, "isP", 5, (I, I, I, I, I))                                      \
  X(proxy_add_header_map_value, "iss", 5, (I, I, I, I, I))                                      \
  X(proxy_replace_header_map_value, "iss", 5, (I, I, I, I, I))                                  \
  X(proxy_remove_header_map_value, "is", 3, (I, I, I))                                          \
  X(proxy_http_call, "shshiT", 10, (I, I, I, I, I, I, I, I, I, I))                              \
  X(proxy_grpc_call, "ssshsiT", 12, (I, I, I, I, I, I, I, I, I, I, I, I))                       \
  X(proxy_grpc_stream, "ssshT", 9, (I, I, I, I, I, I, I, I, I))                                 \
  X(proxy_grpc_send, "isi", 4, (I, I, I, I))                                                    \
  X(proxy_grpc_cancel, "i", 1, (I))                                                             \
  X(proxy_grpc_close, "i", 1, (I))                                                              \
  X(proxy_get_shared_data, "sPT", 5, (I, I, I, I, I))                                           \
  X(proxy_set_shared_data, "ssi", 5, (I, I, I, I, I))                                           \
  X(proxy_register_shared_queue, "sT", 3, (I, I, I))                                            \
  X(proxy_resolve_shared_queue, "ssT", 5, (I, I, I, I, I))                                      \
  X(proxy_enqueue_shared_queue, "is", 3, (I, I, I))                                             \
  X(proxy_dequeue_shared_queue, "iP", 3, (I, I, I))                                             \
  X(proxy_define_metric, "isT", 4, (I, I, I, I))                                                \
  X(proxy_get_metric, "iL", 2, (I, I))                                                          \
  X(proxy_get_property, "sP", 4, (I, I, I, I))                                                  \
  X(proxy_set_property, "ss", 4, (I, I, I, I))                                                  \
  X(proxy_call_foreign_function, "ssP", 6, (I, I, I, I, I, I))

// Each import stands under a second name here, because some of them are declared in probe.h with pointers.
#define DECLARE(name, arguments, words, types) \
  __attribute__((import_module("env"), import_name(#name))) extern uint32_t host_##name types;
HOSTCALLS(DECLARE)
__attribute__((import_module("env"), import_name("proxy_increment_metric"))) extern uint32_t host_increment_metric(
    uint32_t id, uint64_t offset);
__attribute__((import_module("env"), import_name("proxy_record_metric"))) extern uint32_t host_record_metric(
    uint32_t id, uint64_t value);

#define ENTRY(name, arguments, words, types) {#name, arguments, words, (void (*)(void))host_##name},
static const hostcall_t hostcalls[] = {
    HOSTCALLS(ENTRY){"proxy_increment_metric", "il", SHAPE_WIDE, (void (*)(void))host_increment_metric},
    {"proxy_record_metric", "il", SHAPE_WIDE, (void (*)(void))host_record_metric},
};

const hostcall_t *find_hostcall(const char *name, size_t size) {
  for (size_t i = 0; i < sizeof hostcalls / sizeof *hostcalls; i++) {
    const hostcall_t *h = &hostcalls[i];
    if (strlen(h->name) == size && memcmp(h->name, name, size) == 0) return h;
  }
  return NULL;
}
