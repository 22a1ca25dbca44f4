package dev.weir.model;

import java.time.Duration;

/// Bounds on what a plugin may use.
///
/// @param callback longest time for one callback
/// @param memoryBytes largest linear memory of an instance
/// @param heldBodyBytes most body bytes that a stream may hold back for the plugin
/// @param callouts most calls to upstreams open at one time per instance
/// @param logLinesPerSecond most log lines per instance
/// @param sharedDataBytes most bytes of shared data, keys and values together
public record Limits(
    Duration callback,
    long memoryBytes,
    long heldBodyBytes,
    int callouts,
    int logLinesPerSecond,
    long sharedDataBytes) {
  /// The shortest time that a timer of the host can keep.
  public static final Duration MIN_CALLBACK = Duration.ofMillis(1);

  /// A request that waits longer has lost its client.
  public static final Duration MAX_CALLBACK = Duration.ofSeconds(60);

  /// One page of WebAssembly.
  public static final long MIN_MEMORY_BYTES = 64L << 10;

  /// All that 32-bit addresses reach.
  public static final long MAX_MEMORY_BYTES = 4L << 30;

  /// Half of the largest array in Java.
  public static final long MAX_HELD_BODY_BYTES = 1L << 30;

  /// As for a body.
  public static final long MAX_SHARED_DATA_BYTES = 1L << 30;

  public static final Limits DEFAULT =
      new Limits(Duration.ofMillis(20), 32L << 20, 1L << 20, 16, 100, 1L << 20);

  public Limits {
    if (callback.compareTo(MIN_CALLBACK) < 0 || callback.compareTo(MAX_CALLBACK) > 0) {
      throw new IllegalArgumentException(
          "callback: %s (expected: %s to %s)".formatted(callback, MIN_CALLBACK, MAX_CALLBACK));
    }
    check("memory", memoryBytes, MIN_MEMORY_BYTES, MAX_MEMORY_BYTES);
    check("heldBody", heldBodyBytes, 0, MAX_HELD_BODY_BYTES);
    check("callouts", callouts, 0, Integer.MAX_VALUE);
    check("logRate", logLinesPerSecond, 0, Integer.MAX_VALUE);
    check("sharedData", sharedDataBytes, 0, MAX_SHARED_DATA_BYTES);
  }

  private static void check(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: %d (expected: %d to %d)".formatted(name, value, least, most));
    }
  }
}
