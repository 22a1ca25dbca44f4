package dev.weir.proxywasm;

import java.util.Set;

/// The allow-list of hostcalls, callbacks and WASI functions of one plugin, by import or export
/// name (`proxy_http_call`, `proxy_on_request_headers`, `fd_write`).
///
/// @param names the allowed names; empty allows whatever the module imports and exports
public record Capabilities(Set<String> names) {
  private static final Capabilities ALL = new Capabilities(Set.of());

  public Capabilities {
    names = Set.copyOf(names);
  }

  public static Capabilities all() {
    return ALL;
  }

  public boolean allow(String name) {
    return names.isEmpty() || names.contains(name);
  }
}
