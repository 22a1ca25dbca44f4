package dev.weir.extproc;

import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.load.LoadObserver;
import dev.weir.extproc.load.PluginMeter;
import dev.weir.extproc.mapping.Drops;
import dev.weir.extproc.server.Refusal;
import dev.weir.extproc.stream.StreamObserver;
import dev.weir.proxywasm.Limit;
import dev.weir.proxywasm.PluginException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens on a host's streams, as meters. Names begin with `weir.extproc`.
final class HostMetrics implements StreamObserver, LoadObserver {
  private static final Logger LOG = LoggerFactory.getLogger(HostMetrics.class);

  private final MeterRegistry meters;
  private final Counter streams;
  private final LongAdder open = new LongAdder();
  private final LongAdder contexts = new LongAdder();
  private final LongAdder heldBytes = new LongAdder();
  private final Map<String, PluginMeter> plugins = new ConcurrentHashMap<>();
  private final Counter violations;
  private final Map<Answer.Kind, Counter> answers = new EnumMap<>(Answer.Kind.class);
  private final Map<Drops.Reason, Counter> drops = new EnumMap<>(Drops.Reason.class);
  private final Map<String, Set<Drops.Reason>> told = new ConcurrentHashMap<>();
  private final Map<Refusal, Counter> refusals = new EnumMap<>(Refusal.class);

  HostMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.streams = meters.counter("weir.extproc.streams");
    this.violations = meters.counter("weir.extproc.protocol.violations");
    meters.gauge("weir.extproc.streams.open", open, LongAdder::sum);
    meters.gauge("weir.extproc.contexts.open", contexts, LongAdder::sum);
    meters.gauge("weir.extproc.body.held", heldBytes, LongAdder::sum);
    for (Answer.Kind kind : Answer.Kind.values()) {
      answers.put(kind, meters.counter("weir.extproc.answers", "kind", label(kind)));
    }
    for (Refusal refusal : Refusal.values()) {
      refusals.put(
          refusal, meters.counter("weir.extproc.streams.refused", "limit", label(refusal)));
    }
    for (Drops.Reason reason : Drops.Reason.values()) {
      drops.put(reason, meters.counter("weir.extproc.edits.dropped", "reason", label(reason)));
    }
  }

  @Override
  public void streamOpened() {
    streams.increment();
    open.increment();
  }

  @Override
  public void streamEnded() {
    open.decrement();
  }

  /// A stream was refused by a limit of the server.
  void refused(Refusal limit) {
    Objects.requireNonNull(refusals.get(limit)).increment();
  }

  /// The name comes from outside, so it is no label.
  @Override
  public void chainUnknown(String name) {
    meters.counter("weir.extproc.chains.unknown").increment();
  }

  @Override
  public void answered(Answer.Kind kind) {
    Objects.requireNonNull(answers.get(kind)).increment();
  }

  @Override
  public void pluginFailed(String plugin, PluginException failure) {
    meters
        .counter(
            "weir.extproc.plugin.failures",
            "plugin",
            plugin,
            "kind",
            failure.getClass().getSimpleName())
        .increment();
  }

  @Override
  public void protocolViolated() {
    violations.increment();
  }

  @Override
  public void held(long moreBytes) {
    heldBytes.add(moreBytes);
  }

  @Override
  public PluginMeter meter(String plugin) {
    return plugins.computeIfAbsent(plugin, name -> new PluginTimers(meters, name, contexts));
  }

  @Override
  public void started(String plugin, Duration took) {
    meters.timer("weir.extproc.plugin.start", "plugin", plugin).record(took);
  }

  @Override
  public void retired(String plugin, PluginException cause) {
    String kind = cause.getClass().getSimpleName();
    meters
        .counter("weir.extproc.plugin.instances.failed", "plugin", plugin, "kind", kind)
        .increment();
  }

  @Override
  public void quarantined(String plugin, PluginException cause, Duration rest) {
    meters.counter("weir.extproc.plugin.quarantines", "plugin", plugin).increment();
  }

  @Override
  public void restarting(String plugin, Duration delay) {
    meters.counter("weir.extproc.plugin.restarts.delayed", "plugin", plugin).increment();
  }

  @Override
  public void limitReached(String plugin, Limit limit) {
    meters
        .counter("weir.extproc.plugin.limits.reached", "plugin", plugin, "limit", limit.key())
        .increment();
  }

  @Override
  public void denied(String plugin, String function) {
    meters
        .counter("weir.extproc.plugin.denied", "plugin", plugin, "function", function)
        .increment();
  }

  @Override
  public void stalled(String plugin, String callback) {
    meters.counter("weir.extproc.plugin.stalled", "plugin", plugin).increment();
  }

  @Override
  public void dropped(String plugin, String what) {
    meters.counter("weir.extproc.plugin.dropped", "plugin", plugin).increment();
  }

  /// Counted each time, told once for each slot.
  @Override
  public void dropped(String chain, Drops.Reason reason) {
    Objects.requireNonNull(drops.get(reason)).increment();
    String slot = chain.split("@", 2)[0];
    Set<Drops.Reason> known = told.computeIfAbsent(slot, _ -> ConcurrentHashMap.newKeySet());
    if (known.add(reason)) {
      LOG.warn("chain '{}': dropped {}; counted only from here on", slot, reason.what());
    }
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
