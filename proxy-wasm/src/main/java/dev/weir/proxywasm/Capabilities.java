package dev.weir.proxywasm;

import java.util.Set;
import java.util.stream.Collectors;

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

  /// Those of `wanted` that are allowed.
  public Set<String> among(Set<String> wanted) {
    return wanted.stream().filter(this::allow).collect(Collectors.toSet());
  }

  public boolean allow(String name) {
    return names.isEmpty() || names.contains(name);
  }
}
