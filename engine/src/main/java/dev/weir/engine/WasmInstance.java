package dev.weir.engine;

import java.util.Optional;

/// One live instance of a module.
///
/// Not thread-safe: one thread owns it at a time. It may be handed over between calls.
public interface WasmInstance extends AutoCloseable {
  /// The exported function, to be looked up once and kept: the lookup is not for the hot path.
  Optional<WasmFunction> function(String export);

  /// The first memory; a memory of size 0 if the module has none.
  WasmMemory memory();

  /// How often `memory.grow` failed because of `InstanceLimits.memoryBytes`.
  long refusedGrowths();

  /// From here on an outermost call is bounded by `InstanceLimits.callback`, no longer by `start`.
  void started();

  /// True after any trap. A broken instance refuses calls with `IllegalStateException`.
  boolean broken();

  /// Releases the memory; calls are refused afterwards.
  @Override
  void close();
}
