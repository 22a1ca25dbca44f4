package dev.weir.model;

import java.time.Duration;

/// Bounds on what a plugin may use.
public record Limits(Instance instance, Traffic traffic, Shared shared) {
  /// The shortest time that a timer of the host can keep.
  public static final Duration MIN_TIME = Duration.ofMillis(1);

  /// A request that waits longer has lost its client.
  public static final Duration MAX_TIME = Duration.ofSeconds(60);

  /// One page of WebAssembly.
  public static final long MIN_MEMORY_BYTES = 64L << 10;

  /// An instance's memory is one array, so the engine ends a page before 2 GiB.
  public static final long MAX_MEMORY_BYTES = 2047L << 20;

  /// Less than a runtime needs to start.
  public static final int MIN_STACK = 100;

  /// What the stack of a host's thread takes.
  public static final int MAX_STACK = 100_000;

  /// Half of the largest array in Java.
  public static final long MAX_HELD_BODY_BYTES = 1L << 30;

  /// As for a body.
  public static final long MAX_SHARED_BYTES = 1L << 30;

  /// A thousand times what proxies take as headers.
  public static final long MAX_EXCHANGE_BYTES = 64L << 20;

  public static final Limits DEFAULT =
      new Limits(
          new Instance(Duration.ofMillis(20), Duration.ofSeconds(5), 32L << 20, 10_000),
          new Traffic(1L << 20, 16, 100, 1L << 20, 64L << 10),
          new Shared(1L << 20, 10_000, new Queues(100, 10_000, 1L << 20), 1_000));

  /// What one instance may take of the machine.
  ///
  /// @param callback longest time for one callback
  /// @param start longest time for each step of starting
  /// @param memoryBytes largest linear memory
  /// @param stack most calls of the module's functions inside each other
  public record Instance(Duration callback, Duration start, long memoryBytes, int stack) {
    public Instance {
      check("callback", callback);
      check("start", start);
      check("memory", memoryBytes, MIN_MEMORY_BYTES, MAX_MEMORY_BYTES);
      check("stack", stack, MIN_STACK, MAX_STACK);
    }
  }

  /// What the plugin may do with requests.
  ///
  /// @param heldBodyBytes most body bytes that a stream may hold back for the plugin
  /// @param callouts most calls to upstreams open at one time per instance
  /// @param logLinesPerSecond most log lines per instance
  /// @param headerBytes most bytes of header names and values written in one exchange
  /// @param propertyBytes most bytes of properties set in one exchange
  public record Traffic(
      long heldBodyBytes,
      int callouts,
      int logLinesPerSecond,
      long headerBytes,
      long propertyBytes) {
    public Traffic {
      check("heldBody", heldBodyBytes, 0, MAX_HELD_BODY_BYTES);
      check("callouts", callouts, 0, Integer.MAX_VALUE);
      check("logRate", logLinesPerSecond, 0, Integer.MAX_VALUE);
      check("headerBytes", headerBytes, 0, MAX_EXCHANGE_BYTES);
      check("propertyBytes", propertyBytes, 0, MAX_EXCHANGE_BYTES);
    }
  }

  /// What outlives requests and instances.
  ///
  /// @param dataBytes most bytes of shared data, keys and values together
  /// @param dataKeys most keys of shared data
  /// @param metrics most metrics that an instance may define
  public record Shared(long dataBytes, int dataKeys, Queues queues, int metrics) {
    public Shared {
      check("sharedData", dataBytes, 0, MAX_SHARED_BYTES);
      check("sharedDataKeys", dataKeys, 0, Integer.MAX_VALUE);
      check("metrics", metrics, 0, Integer.MAX_VALUE);
    }
  }

  /// Shared queues.
  ///
  /// @param count most queues
  /// @param length most messages in one
  /// @param bytes most bytes of messages in one
  public record Queues(int count, int length, long bytes) {
    public Queues {
      check("queues", count, 0, Integer.MAX_VALUE);
      check("queueLength", length, 0, Integer.MAX_VALUE);
      check("queueBytes", bytes, 0, MAX_SHARED_BYTES);
    }
  }

  private static void check(String name, Duration value) {
    if (value.compareTo(MIN_TIME) < 0 || value.compareTo(MAX_TIME) > 0) {
      throw new IllegalArgumentException(
          "%s: %s (expected: %s to %s)".formatted(name, value, MIN_TIME, MAX_TIME));
    }
  }

  private static void check(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: %d (expected: %d to %d)".formatted(name, value, least, most));
    }
  }
}
