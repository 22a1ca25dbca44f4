package dev.weir.engine.chicory;

import dev.weir.engine.HostFunction;

/// Carries what a host function threw through the module's frames to the top of the call.
final class HostFailure extends RuntimeException {
  private final String text;
  private final Throwable thrown;

  HostFailure(HostFunction function, Throwable thrown) {
    super(thrown);
    this.text = "host function %s.%s: %s".formatted(function.module(), function.name(), thrown);
    this.thrown = thrown;
  }

  String text() {
    return text;
  }

  Throwable thrown() {
    return thrown;
  }
}
