package dev.weir.proxywasm.hostcall;

import static dev.weir.proxywasm.abi.ProxyStatus.BAD_ARGUMENT;
import static dev.weir.proxywasm.abi.ProxyStatus.INVALID_MEMORY_ACCESS;
import static dev.weir.proxywasm.abi.ProxyStatus.NOT_FOUND;
import static dev.weir.proxywasm.abi.ProxyStatus.OK;
import static dev.weir.proxywasm.hostcall.Arguments.i32;
import static dev.weir.proxywasm.hostcall.Arguments.outside;
import static dev.weir.proxywasm.hostcall.Arguments.text;

import dev.weir.proxywasm.Limit;
import dev.weir.proxywasm.abi.AbiLimits;
import dev.weir.proxywasm.abi.Hostcall;
import dev.weir.proxywasm.abi.MetricType;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.context.PluginContext;
import dev.weir.proxywasm.context.Vm;
import dev.weir.proxywasm.service.PluginMetrics.Metric;
import java.util.Map;
import java.util.Optional;

/// Specification: "Metrics".
final class MetricCalls {
  private final Vm vm;

  MetricCalls(Vm vm) {
    this.vm = vm;
  }

  void addTo(Map<Hostcall, HostcallBody> bodies) {
    bodies.put(Hostcall.DEFINE_METRIC, this::define);
    bodies.put(Hostcall.INCREMENT_METRIC, this::increment);
    bodies.put(Hostcall.RECORD_METRIC, this::record);
    bodies.put(Hostcall.GET_METRIC, this::get);
  }

  private ProxyStatus define(long[] a) {
    if (outside(vm.memory(), a, 1)) {
      return INVALID_MEMORY_ACCESS;
    }
    Optional<MetricType> type = MetricType.find(i32(a, 0));
    if (type.isEmpty()) {
      return BAD_ARGUMENT;
    }
    PluginContext plugin = vm.current().plugin();
    Optional<Metric> metric = define(plugin, type.get(), a);
    int id;
    if (metric.isPresent()) {
      id = vm.metrics().add(type.get(), metric.get());
    } else {
      id = vm.metrics().overflow(type.get());
      plugin.limitReached(Limit.METRICS);
    }
    return vm.memory().storeInt(i32(a, 3), id);
  }

  private Optional<Metric> define(PluginContext plugin, MetricType type, long[] a) {
    int most = plugin.spec().limits().shared().metrics();
    if (vm.metrics().size() >= most || i32(a, 2) > AbiLimits.MAX_NAME_BYTES) {
      return Optional.empty();
    }
    String name = text(vm.memory(), a, 1);
    return plugin.services().metrics().define(plugin.spec().name(), type, name, most);
  }

  /// An id tells its type, so that one of the wrong type is a bad argument even if nothing has it.
  private ProxyStatus increment(long[] a) {
    MetricType type = type(a);
    if (type == MetricType.HISTOGRAM) {
      return BAD_ARGUMENT;
    }
    Optional<Metric> metric = vm.metrics().find(i32(a, 0));
    if (metric.isEmpty()) {
      return NOT_FOUND;
    }
    long amount = a[1];
    if (type == MetricType.COUNTER && amount <= 0) {
      return BAD_ARGUMENT;
    }
    metric.get().add(amount);
    return OK;
  }

  private ProxyStatus record(long[] a) {
    Optional<Metric> metric = vm.metrics().find(i32(a, 0));
    if (metric.isEmpty()) {
      return NOT_FOUND;
    }
    metric.get().record(a[1]);
    return OK;
  }

  private ProxyStatus get(long[] a) {
    if (type(a) == MetricType.HISTOGRAM) {
      return BAD_ARGUMENT;
    }
    Optional<Metric> metric = vm.metrics().find(i32(a, 0));
    return metric.isEmpty() ? NOT_FOUND : vm.memory().storeLong(i32(a, 1), metric.get().value());
  }

  /// That of no type at all counts as a histogram: neither can be read nor incremented.
  private MetricType type(long[] a) {
    return vm.metrics().type(i32(a, 0)).orElse(MetricType.HISTOGRAM);
  }
}
