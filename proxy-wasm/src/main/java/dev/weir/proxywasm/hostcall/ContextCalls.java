package dev.weir.proxywasm.hostcall;

import static dev.weir.proxywasm.abi.ProxyStatus.BAD_ARGUMENT;
import static dev.weir.proxywasm.abi.ProxyStatus.NOT_FOUND;
import static dev.weir.proxywasm.abi.ProxyStatus.OK;
import static dev.weir.proxywasm.hostcall.Arguments.i32;

import dev.weir.proxywasm.abi.Hostcall;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.context.Vm;
import java.time.Duration;
import java.util.Map;

/// Specification: "Context lifecycle", "Timers" and "Time".
final class ContextCalls {
  private final Vm vm;

  ContextCalls(Vm vm) {
    this.vm = vm;
  }

  void addTo(Map<Hostcall, HostcallBody> bodies) {
    bodies.put(Hostcall.SET_EFFECTIVE_CONTEXT, this::setEffectiveContext);
    bodies.put(Hostcall.DONE, this::done);
    bodies.put(Hostcall.SET_TICK_PERIOD, this::setTickPeriod);
    bodies.put(Hostcall.GET_CURRENT_TIME, this::currentTime);
  }

  private ProxyStatus setEffectiveContext(long[] a) {
    return vm.setEffective(i32(a, 0)) ? OK : BAD_ARGUMENT;
  }

  private ProxyStatus done(long[] a) {
    return vm.current().plugin().done() ? OK : NOT_FOUND;
  }

  private ProxyStatus setTickPeriod(long[] a) {
    vm.current().plugin().setTickPeriod(Duration.ofMillis(Integer.toUnsignedLong(i32(a, 0))));
    return OK;
  }

  private ProxyStatus currentTime(long[] a) {
    return vm.memory().storeLong(i32(a, 0), vm.services().clock().realtimeNanos());
  }
}
