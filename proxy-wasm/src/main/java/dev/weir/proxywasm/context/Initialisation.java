package dev.weir.proxywasm.context;

import dev.weir.engine.TrapException;
import dev.weir.engine.WasmFunction;
import dev.weir.engine.WasmInstance;
import java.util.Optional;

/// A module's own initialisation, in proxy-wasm-cpp-host's order: `_initialize`, then `main` or
/// `__main_void` if there is one; a module without `_initialize` has `_start`.
final class Initialisation {
  /// The function that was running when a `TrapException` came out.
  private String running = "";

  void run(WasmInstance instance) {
    Optional<WasmFunction> initialize = instance.function("_initialize");
    if (initialize.isEmpty()) {
      instance.function("_start").ifPresent(start -> call("_start", start));
      return;
    }
    call("_initialize", initialize.get());
    instance.function("main").ifPresent(main -> call("main", main));
    instance.function("__main_void").ifPresent(main -> call("__main_void", main));
  }

  /// `main` has two parameters, argument count and vector: both 0.
  private void call(String name, WasmFunction function) throws TrapException {
    running = name;
    function.call(new long[function.type().parameters().size()]);
  }

  String running() {
    return running;
  }
}
