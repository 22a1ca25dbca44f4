package dev.weir.extproc.load;

import dev.weir.proto.v1alpha1.Limits;
import dev.weir.proxywasm.PluginLimits;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// A resource's limits for the proxy-wasm host; what the resource leaves out is the host's default.
///
/// Numbers that the host counts in 31 bits are cut there: nobody can tell the difference.
final class SpecLimits {
  private static final PluginLimits DEFAULTS = PluginLimits.defaults();

  private final Limits limits;

  private SpecLimits(Limits limits) {
    this.limits = limits;
  }

  static PluginLimits of(Limits limits) {
    SpecLimits spec = new SpecLimits(limits);
    return new PluginLimits(spec.instance(), spec.traffic(), spec.shared());
  }

  private PluginLimits.Instance instance() {
    PluginLimits.Instance defaults = DEFAULTS.instance();
    return new PluginLimits.Instance(
        limits.hasCallback() ? duration(limits.getCallback()) : defaults.callback(),
        limits.hasStart() ? duration(limits.getStart()) : defaults.start(),
        number(Limits::hasMemoryBytes, Limits::getMemoryBytes, defaults.memoryBytes()),
        count(Limits::hasStack, Limits::getStack, defaults.stack()));
  }

  private PluginLimits.Traffic traffic() {
    PluginLimits.Traffic defaults = DEFAULTS.traffic();
    return new PluginLimits.Traffic(
        count(Limits::hasCallouts, Limits::getCallouts, defaults.callouts()),
        count(
            Limits::hasLogLinesPerSecond,
            Limits::getLogLinesPerSecond,
            defaults.logRatePerSecond()),
        count(Limits::hasHeaderBytes, Limits::getHeaderBytes, defaults.headerBytes()),
        count(Limits::hasPropertyBytes, Limits::getPropertyBytes, defaults.propertyBytes()));
  }

  private PluginLimits.Shared shared() {
    PluginLimits.Shared defaults = DEFAULTS.shared();
    return new PluginLimits.Shared(
        number(Limits::hasSharedDataBytes, Limits::getSharedDataBytes, defaults.dataBytes()),
        count(Limits::hasSharedDataKeys, Limits::getSharedDataKeys, defaults.dataKeys()),
        new PluginLimits.Queues(
            count(Limits::hasQueues, Limits::getQueues, defaults.queues().count()),
            count(Limits::hasQueueLength, Limits::getQueueLength, defaults.queues().length()),
            number(Limits::hasQueueBytes, Limits::getQueueBytes, defaults.queues().bytes())),
        count(Limits::hasMetrics, Limits::getMetrics, defaults.metrics()));
  }

  private static Duration duration(com.google.protobuf.Duration duration) {
    return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }

  private long number(Predicate<Limits> has, ToLongFunction<Limits> get, long otherwise) {
    return has.test(limits) ? get.applyAsLong(limits) : otherwise;
  }

  private int count(Predicate<Limits> has, ToLongFunction<Limits> get, int otherwise) {
    return (int) Math.min(number(has, get, otherwise), Integer.MAX_VALUE);
  }
}
