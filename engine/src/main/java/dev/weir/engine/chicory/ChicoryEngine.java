package dev.weir.engine.chicory;

import dev.weir.engine.CompiledModule;
import dev.weir.engine.EngineOptions;
import dev.weir.engine.WasmEngine;
import dev.weir.engine.module.ModuleShape;

/// The engine: Chicory's compiler from Wasm to JVM classes, with our own memory, deadlines and
/// cache of compiled classes.
public final class ChicoryEngine implements WasmEngine {
  private final EngineOptions options;
  private final Watchdog watchdog;

  private ChicoryEngine(EngineOptions options, Watchdog watchdog) {
    this.options = options;
    this.watchdog = watchdog;
  }

  /// Starts an engine and its watchdog thread.
  public static ChicoryEngine start(EngineOptions options) {
    return new ChicoryEngine(options, Watchdog.start());
  }

  @Override
  public CompiledModule compile(byte[] module) {
    ModuleShape shape = ModuleShape.read(module, options.modules());
    Compilation compilation = Compilation.of(shape, module);
    Traps traps = new Traps(compilation.classPrefix(), shape.functionNames());
    return new ChicoryModule(shape, compilation.module(), compilation.machines(), traps, watchdog);
  }

  @Override
  public void close() {
    watchdog.close();
  }
}
