package dev.weir.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// All functions that a host offers, by module and name. Immutable; make it once and share it: the
/// instance comes as an argument to each body.
public final class HostFunctions {
  private record Key(String module, String name) {}

  private final Map<Key, HostFunction> functions;

  private HostFunctions(Map<Key, HostFunction> functions) {
    this.functions = Map.copyOf(functions);
  }

  /// Of two functions with the same module and name the later one counts.
  public static HostFunctions of(Collection<HostFunction> functions) {
    Map<Key, HostFunction> byKey = new HashMap<>();
    for (HostFunction function : functions) {
      byKey.put(new Key(function.module(), function.name()), function);
    }
    return new HostFunctions(byKey);
  }

  /// A host that offers nothing.
  public static HostFunctions none() {
    return new HostFunctions(Map.of());
  }

  public Optional<HostFunction> find(String module, String name) {
    return Optional.ofNullable(functions.get(new Key(module, name)));
  }
}
