package dev.weir.engine.chicory;

import dev.weir.engine.HostFunction;

/// Carries what a host function threw through the module's frames to the top of the call.
final class HostFailure extends RuntimeException {
  HostFailure(HostFunction function, Throwable cause) {
    super("host function %s.%s: %s".formatted(function.module(), function.name(), cause), cause);
  }
}
