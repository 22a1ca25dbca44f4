package dev.weir.proxywasm.property;

import dev.weir.proxywasm.abi.AbiLimits;
import dev.weir.proxywasm.http.HttpExchange;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The properties that the plugins of one VM declared, and which of them may be set only once.
public final class DeclaredProperties {
  /// Own bound: a filter declares the few names that it uses.
  private static final int MAX_NAMES = 1_000;

  private final Set<String> declared = new HashSet<>();
  private final Set<String> readOnly = new HashSet<>();

  /// False if the name is declared already, is too long, or is one too many.
  public boolean declare(String name, boolean once) {
    if (declared.size() >= MAX_NAMES
        || name.length() > AbiLimits.MAX_NAME_BYTES
        || !declared.add(name)) {
      return false;
    }
    if (once) {
      readOnly.add(name);
    }
    return true;
  }

  /// Whether the property may be set in this exchange now.
  public boolean settable(HttpExchange exchange, List<String> path) {
    return !readOnly.contains(String.join(".", path)) || exchange.property(path).isEmpty();
  }
}
