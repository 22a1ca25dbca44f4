package dev.weir.proxywasm.hostcall;

import static dev.weir.proxywasm.abi.ProxyStatus.BAD_ARGUMENT;
import static dev.weir.proxywasm.abi.ProxyStatus.INVALID_MEMORY_ACCESS;
import static dev.weir.proxywasm.abi.ProxyStatus.OK;
import static dev.weir.proxywasm.hostcall.Arguments.i32;
import static dev.weir.proxywasm.hostcall.Arguments.outside;

import dev.weir.proxywasm.abi.Hostcall;
import dev.weir.proxywasm.abi.LogLevel;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.context.Context;
import dev.weir.proxywasm.context.GuestLog;
import dev.weir.proxywasm.context.Vm;
import java.util.Map;
import java.util.Optional;

/// Specification: "Logging".
final class LoggingCalls {
  private final Vm vm;

  LoggingCalls(Vm vm) {
    this.vm = vm;
  }

  void addTo(Map<Hostcall, HostcallBody> bodies) {
    bodies.put(Hostcall.LOG, this::log);
    bodies.put(Hostcall.GET_LOG_LEVEL, this::level);
  }

  private ProxyStatus log(long[] a) {
    Optional<LogLevel> level = LogLevel.find(i32(a, 0));
    if (level.isEmpty()) {
      return BAD_ARGUMENT;
    }
    if (outside(vm.memory(), a, 1)) {
      return INVALID_MEMORY_ACCESS;
    }
    GuestLog.write(vm, level.get(), i32(a, 1), i32(a, 2));
    return OK;
  }

  private ProxyStatus level(long[] a) {
    String plugin = vm.effective().map(Context::plugin).map(p -> p.spec().name()).orElse("");
    return vm.memory().storeInt(i32(a, 0), vm.services().log().level(plugin).code());
  }
}
