package dev.weir.engine.chicory;

import dev.weir.engine.CompiledModule;
import dev.weir.engine.EngineOptions;
import dev.weir.engine.WasmEngine;

/// The engine: Chicory's compiler from Wasm to JVM classes.
public final class ChicoryEngine implements WasmEngine {
  private ChicoryEngine() {}

  /// Starts an engine and its watchdog thread.
  public static ChicoryEngine start(EngineOptions options) {
    options.modules();
    return new ChicoryEngine();
  }

  @Override
  public CompiledModule compile(byte[] module) {
    throw new UnsupportedOperationException("compile");
  }

  @Override
  public void close() {}
}
