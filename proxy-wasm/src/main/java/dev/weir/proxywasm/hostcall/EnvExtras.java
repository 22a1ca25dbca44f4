package dev.weir.proxywasm.hostcall;

import dev.weir.engine.HostFunction;
import java.util.Optional;

/// Imports from `env` that answer no status: what Emscripten leaves in published modules.
final class EnvExtras {
  private static final String PTHREAD_EQUAL = "pthread_equal";
  private static final String MEMORY_GROWTH = "emscripten_notify_memory_growth";

  private EnvExtras() {}

  static Optional<String> signature(String name) {
    return switch (name) {
      case PTHREAD_EQUAL -> Optional.of("ii:i");
      case MEMORY_GROWTH -> Optional.of("i:");
      default -> Optional.empty();
    };
  }

  static Optional<HostFunction.Body> body(String name) {
    return switch (name) {
      case PTHREAD_EQUAL -> Optional.of((instance, a) -> (int) a[0] == (int) a[1] ? 1 : 0);
      case MEMORY_GROWTH -> Optional.of((instance, a) -> 0);
      default -> Optional.empty();
    };
  }
}
