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
  public static final Limits DEFAULT =
      new Limits(Duration.ofMillis(20), 32L << 20, 1L << 20, 16, 100, 1L << 20);
}
