package dev.weir.engine;

import java.time.Duration;

/// Bounds on one instance.
///
/// Time is what the calling thread had of a processor, so that a busy machine is not taken for a
/// slow module; on the clock it may be up to ten times as much.
///
/// @param callback time per outermost call once the instance has started
/// @param start time for the start function, and per outermost call until `WasmInstance.started`
/// @param memoryBytes linear memory; growth beyond it fails inside the module (`memory.grow` gives
///   -1), and a module that starts with more cannot be instantiated
/// @param nestedCalls calls of the module's functions inside each other; a thread with a small
///   stack may end them before
/// @param tableElements elements of each table; a module that starts with more cannot be
///   instantiated
public record InstanceLimits(
    Duration callback, Duration start, long memoryBytes, int nestedCalls, int tableElements) {
  /// Deeper than a filter that works goes, and less than what a lane's stack takes.
  public static final int DEFAULT_NESTED_CALLS = 10_000;

  /// 20 ms, 1 s, 32 MiB, 10,000 calls, 100,000 elements.
  public static final InstanceLimits DEFAULT =
      new InstanceLimits(Duration.ofMillis(20), Duration.ofSeconds(1), 32L << 20, 100_000);

  /// With the default for nested calls.
  public InstanceLimits(Duration callback, Duration start, long memoryBytes, int tableElements) {
    this(callback, start, memoryBytes, DEFAULT_NESTED_CALLS, tableElements);
  }

  public InstanceLimits {
    if (callback.isNegative() || callback.isZero() || start.isNegative() || start.isZero()) {
      throw new IllegalArgumentException(
          "time per call: '%s', start '%s' (expected: more than zero)".formatted(callback, start));
    }
    if (memoryBytes < 0 || nestedCalls < 0 || tableElements < 0) {
      throw new IllegalArgumentException(
          "memory: %d bytes, nested calls: %d, table: %d elements (expected: not negative)"
              .formatted(memoryBytes, nestedCalls, tableElements));
    }
  }
}
