package dev.weir.engine.chicory;

import dev.weir.engine.HostFunction;

/// Carries what a host function threw through the module's frames to the top of the call.
///
/// Made where the stack may be nearly exhausted, so it formats nothing yet: a class that is first
/// initialised there and fails stays unusable for the whole process.
final class HostFailure extends RuntimeException {
  private final transient HostFunction function;
  private final Throwable thrown;

  HostFailure(HostFunction function, Throwable thrown) {
    super(thrown);
    this.function = function;
    this.thrown = thrown;
  }

  String text() {
    return "host function %s.%s: %s".formatted(function.module(), function.name(), thrown);
  }

  Throwable thrown() {
    return thrown;
  }
}
