package dev.weir.proxywasm.context;

import dev.weir.proxywasm.abi.AbiLimits;
import dev.weir.proxywasm.http.PropertyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The properties that one context declared. As in Envoy, those of a plugin's own context hold for
/// its streams; a stream's declarations change nothing.
public final class DeclaredProperties {
  /// Own bound: a filter declares the few names that it uses.
  private static final int MAX_NAMES = 1_000;

  private final Map<String, Boolean> readOnly = new HashMap<>(0);

  /// False if the name is declared already, is too long, or is one too many.
  public boolean declare(String name, boolean once) {
    return readOnly.size() < MAX_NAMES
        && name.length() <= AbiLimits.MAX_NAME_BYTES
        && readOnly.putIfAbsent(name, once) == null;
  }

  /// Whether the property may be set in this exchange or connection now.
  public boolean settable(PropertyStore store, List<String> path) {
    return !readOnly.getOrDefault(String.join(".", path), false) || store.property(path).isEmpty();
  }
}
