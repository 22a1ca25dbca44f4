package dev.weir.proxywasm;

import java.time.Duration;

/// Bounds on one plugin. Each is enforced, and counted when reached under its [Limit].
public record PluginLimits(Instance instance, Traffic traffic, Shared shared) {
  /// What one instance may take of the machine.
  ///
  /// @param callback longest time in one callback, nested calls included
  /// @param start longest time for each step of starting: initialise, start, configure
  /// @param memoryBytes largest linear memory; a body that the plugin edits grows no larger either
  /// @param stack calls of the module's functions inside each other
  public record Instance(Duration callback, Duration start, long memoryBytes, int stack) {
    public Instance {
      positive(Limit.CALLBACK, callback.toNanos());
      positive(Limit.START, start.toNanos());
      positive(Limit.MEMORY, memoryBytes);
      positive(Limit.STACK, stack);
    }
  }

  /// What the plugin may do with requests.
  ///
  /// @param callouts HTTP and gRPC calls open at once, each instance
  /// @param logRatePerSecond log lines a second, each instance; more are dropped and counted
  /// @param headerBytes names and values that the plugin writes in one exchange, and of the largest
  ///   header map that it may leave
  /// @param propertyBytes paths and values of the properties that the plugin sets in one exchange
  public record Traffic(int callouts, int logRatePerSecond, int headerBytes, int propertyBytes) {
    public Traffic {
      notNegative(Limit.CALLOUTS, callouts);
      notNegative(Limit.LOG_RATE, logRatePerSecond);
      notNegative(Limit.HEADER_BYTES, headerBytes);
      notNegative(Limit.PROPERTY_BYTES, propertyBytes);
    }
  }

  /// What outlives requests and instances.
  ///
  /// @param dataBytes keys and values of the shared data of the plugin's scope
  /// @param dataKeys number of keys there
  /// @param metrics number of metrics that the plugin may define
  public record Shared(long dataBytes, int dataKeys, Queues queues, int metrics) {
    public Shared {
      notNegative(Limit.SHARED_DATA, dataBytes);
      notNegative(Limit.SHARED_DATA_KEYS, dataKeys);
      notNegative(Limit.METRICS, metrics);
    }
  }

  /// The shared queues of the plugin's scope.
  ///
  /// @param count of queues
  /// @param length messages in one
  /// @param bytes of the messages in one
  public record Queues(int count, int length, long bytes) {
    public Queues {
      notNegative(Limit.QUEUES, count);
      notNegative(Limit.QUEUE_LENGTH, length);
      notNegative(Limit.QUEUE_BYTES, bytes);
    }
  }

  private static final PluginLimits DEFAULTS =
      new PluginLimits(
          new Instance(Duration.ofMillis(20), Duration.ofSeconds(5), 32L << 20, 10_000),
          new Traffic(16, 100, 1 << 20, 64 << 10),
          new Shared(1L << 20, 10_000, new Queues(100, 10_000, 1L << 20), 1_000));

  public static PluginLimits defaults() {
    return DEFAULTS;
  }

  public PluginLimits withCallback(Duration callback) {
    return with(new Instance(callback, instance.start(), instance.memoryBytes(), instance.stack()));
  }

  public PluginLimits with(Instance changed) {
    return new PluginLimits(changed, traffic, shared);
  }

  public PluginLimits with(Traffic changed) {
    return new PluginLimits(instance, changed, shared);
  }

  public PluginLimits with(Shared changed) {
    return new PluginLimits(instance, traffic, changed);
  }

  private static void positive(Limit limit, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException("%s: %d (expected: more than 0)".formatted(limit, value));
    }
  }

  private static void notNegative(Limit limit, long value) {
    if (value < 0) {
      throw new IllegalArgumentException("%s: %d (expected: 0 or more)".formatted(limit, value));
    }
  }
}
