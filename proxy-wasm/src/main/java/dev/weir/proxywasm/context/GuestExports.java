package dev.weir.proxywasm.context;

import dev.weir.engine.WasmFunction;
import dev.weir.engine.WasmInstance;
import dev.weir.proxywasm.Capabilities;
import dev.weir.proxywasm.abi.Callback;
import org.jspecify.annotations.Nullable;

/// The callbacks of one instance, looked up once. A callback that the plugin's capabilities deny is
/// as if it were not exported.
final class GuestExports {
  private final @Nullable WasmFunction[] functions =
      new @Nullable WasmFunction[Callback.values().length];

  GuestExports(WasmInstance instance, Capabilities capabilities) {
    for (Callback callback : Callback.values()) {
      if (capabilities.allow(callback.exportName())) {
        functions[callback.index()] = instance.function(callback.exportName()).orElse(null);
      }
    }
  }

  boolean has(Callback callback) {
    return functions[callback.index()] != null;
  }

  /// The function of a callback that [#has] said is there.
  WasmFunction get(Callback callback) {
    WasmFunction function = functions[callback.index()];
    if (function == null) {
      throw new IllegalStateException(callback.exportName() + ": not exported");
    }
    return function;
  }
}
