package dev.weir.extproc;

import dev.weir.extproc.chain.Stage.Part;
import dev.weir.extproc.load.PluginMeter;
import dev.weir.extproc.wire.Direction;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// One plugin's callback times and open contexts.
final class PluginTimers implements PluginMeter {
  /// From what a header filter takes to the default limit of a callback.
  private static final Duration[] BOUNDS = {
    Duration.ofNanos(10_000),
    Duration.ofNanos(100_000),
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(20)
  };

  private final Map<Part, Timer> request = new EnumMap<>(Part.class);
  private final Map<Part, Timer> response = new EnumMap<>(Part.class);
  private final LongAdder contexts;

  PluginTimers(MeterRegistry meters, String plugin, LongAdder contexts) {
    this.contexts = contexts;
    for (Part part : Part.values()) {
      request.put(part, timer(meters, plugin, Direction.REQUEST, part));
      response.put(part, timer(meters, plugin, Direction.RESPONSE, part));
    }
  }

  private static Timer timer(MeterRegistry meters, String plugin, Direction direction, Part part) {
    String phase = (direction + "_" + part).toLowerCase(Locale.ROOT);
    return Timer.builder("weir.extproc.plugin.callback")
        .tag("plugin", plugin)
        .tag("phase", phase)
        .serviceLevelObjectives(BOUNDS)
        .register(meters);
  }

  @Override
  public void opened() {
    contexts.increment();
  }

  @Override
  public void closed() {
    contexts.decrement();
  }

  @Override
  public void called(Direction direction, Part part, long nanos) {
    Map<Part, Timer> timers = direction == Direction.REQUEST ? request : response;
    Objects.requireNonNull(timers.get(part)).record(nanos, TimeUnit.NANOSECONDS);
  }
}
