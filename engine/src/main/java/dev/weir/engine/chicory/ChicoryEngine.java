package dev.weir.engine.chicory;

import dev.weir.engine.CompiledModule;
import dev.weir.engine.EngineOptions;
import dev.weir.engine.WasmEngine;
import dev.weir.engine.cache.DiskCache;
import dev.weir.engine.module.ModuleLimits;
import dev.weir.engine.module.ModuleShape;
import java.time.Clock;
import java.util.Optional;

/// The engine: Chicory's compiler from Wasm to JVM classes, with our own memory, deadlines and
/// cache of compiled classes.
public final class ChicoryEngine implements WasmEngine {
  private final ModuleLimits limits;
  private final Optional<ClassCache> cache;
  private final Watchdog watchdog;
  private final HugeMethods hugeMethods = new HugeMethods();

  private ChicoryEngine(EngineOptions options, Watchdog watchdog) {
    this.limits = options.modules();
    this.cache =
        options
            .cacheFolder()
            .map(folder -> new DiskCache(folder, options.cacheBytes(), Clock.systemUTC()))
            .map(ClassCache::new);
    this.watchdog = watchdog;
  }

  /// Starts an engine and its watchdog thread.
  public static ChicoryEngine start(EngineOptions options) {
    return new ChicoryEngine(options, Watchdog.start());
  }

  @Override
  public CompiledModule compile(byte[] module) {
    ModuleShape shape = ModuleShape.read(module, limits);
    hugeMethods.warnOnce(shape);
    Compilation compilation = Compilation.of(shape, module, cache);
    Traps traps = new Traps(compilation.classPrefix(), shape.functionNames());
    return new ChicoryModule(shape, compilation.module(), compilation.machines(), traps, watchdog);
  }

  @Override
  public void close() {
    watchdog.close();
  }
}
