package dev.weir.proxywasm;

import java.time.Duration;

/// Bounds on one plugin. Each is enforced, and counted when reached.
///
/// @param callback longest time in one callback, nested calls included
/// @param start longest time to start and configure an instance
/// @param memoryBytes largest linear memory
/// @param callouts HTTP and gRPC calls open at once
/// @param logRatePerSecond log lines a second; more are dropped and counted
/// @param sharedDataBytes keys and values of the plugin's shared data
/// @param sharedDataKeys number of shared data keys
/// @param queueLength messages in one shared queue
/// @param metrics number of metrics the plugin may define
/// @param headerBytes bytes of names and values in one header map the plugin writes
public record PluginLimits(
    Duration callback,
    Duration start,
    long memoryBytes,
    int callouts,
    int logRatePerSecond,
    long sharedDataBytes,
    int sharedDataKeys,
    int queueLength,
    int metrics,
    int headerBytes) {

  private static final PluginLimits DEFAULTS =
      new PluginLimits(
          Duration.ofMillis(20),
          Duration.ofSeconds(5),
          32L << 20,
          16,
          100,
          1L << 20,
          10_000,
          10_000,
          1_000,
          1 << 20);

  public PluginLimits {
    positive("callback", callback.toNanos());
    positive("start", start.toNanos());
    positive("memory", memoryBytes);
    positive("callouts", callouts);
    positive("logRate", logRatePerSecond);
    positive("sharedData", sharedDataBytes);
    positive("sharedDataKeys", sharedDataKeys);
    positive("queueLength", queueLength);
    positive("metrics", metrics);
    positive("headerBytes", headerBytes);
  }

  public static PluginLimits defaults() {
    return DEFAULTS;
  }

  public PluginLimits withCallback(Duration callback) {
    return new PluginLimits(
        callback,
        start,
        memoryBytes,
        callouts,
        logRatePerSecond,
        sharedDataBytes,
        sharedDataKeys,
        queueLength,
        metrics,
        headerBytes);
  }

  private static void positive(String key, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          "limits.%s: %d (expected: more than 0)".formatted(key, value));
    }
  }
}
