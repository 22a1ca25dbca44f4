// The gate filter in C++17, with the standard library and without exceptions.
#include "proxy_wasm.h"

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace {

using namespace std::string_view_literals;

struct Freed {
  void operator()(char *bytes) const { std::free(bytes); }
};

// One virtual machine may run several plugins: configurations by plugin context, plugin by stream.
std::unordered_map<uint32_t, std::string> configurations;
std::unordered_map<uint32_t, uint32_t> plugins;

std::string taken(char *bytes, size_t size) {
  std::unique_ptr<char, Freed> owned(bytes);
  return size == 0 ? std::string() : std::string(owned.get(), size);
}

std::string path() {
  constexpr auto name = ":path"sv;
  char *bytes = nullptr;
  size_t size = 0;
  if (proxy_get_header_map_value(PROXY_MAP_REQUEST_HEADERS, name.data(), name.size(), &bytes, &size) !=
      PROXY_STATUS_OK) {
    return {};
  }
  return taken(bytes, size);
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

} // namespace

extern "C" {

PROXY_WASM_EXPORT(proxy_abi_version_0_2_1) void abi_version() {}

PROXY_WASM_EXPORT(proxy_on_memory_allocate) void *allocate(size_t size) { return std::malloc(size); }

PROXY_WASM_EXPORT(proxy_on_context_create) void on_context_create(uint32_t id, uint32_t parent) {
  if (parent != 0) {
    plugins[id] = parent;
  }
}

PROXY_WASM_EXPORT(proxy_on_configure) uint32_t on_configure(uint32_t id, uint32_t) {
  char *bytes = nullptr;
  size_t size = 0;
  if (proxy_get_buffer_bytes(PROXY_BUFFER_PLUGIN_CONFIGURATION, 0, SIZE_MAX, &bytes, &size) != PROXY_STATUS_OK) {
    return 0;
  }
  configurations[id] = taken(bytes, size);
  return 1;
}

PROXY_WASM_EXPORT(proxy_on_request_headers)
proxy_action_t on_request_headers(uint32_t id, uint32_t, uint32_t) {
  if (ends_with(path(), "/forbidden"sv)) {
    constexpr auto details = "gate"sv, body = "forbidden by cpp\n"sv;
    proxy_send_local_response(403, details.data(), details.size(), body.data(), body.size(), nullptr, 0, -1);
    return PROXY_ACTION_PAUSE;
  }
  constexpr auto name = "x-gate-configuration"sv;
  const std::string &value = configurations[plugins[id]];
  proxy_replace_header_map_value(PROXY_MAP_REQUEST_HEADERS, name.data(), name.size(), value.data(), value.size());
  return PROXY_ACTION_CONTINUE;
}

PROXY_WASM_EXPORT(proxy_on_response_headers)
proxy_action_t on_response_headers(uint32_t, uint32_t, uint32_t) {
  constexpr auto name = "x-gate"sv, value = "cpp"sv;
  proxy_add_header_map_value(PROXY_MAP_RESPONSE_HEADERS, name.data(), name.size(), value.data(), value.size());
  return PROXY_ACTION_CONTINUE;
}

PROXY_WASM_EXPORT(proxy_on_delete) void on_delete(uint32_t id) {
  plugins.erase(id);
  configurations.erase(id);
}

} // extern "C"
