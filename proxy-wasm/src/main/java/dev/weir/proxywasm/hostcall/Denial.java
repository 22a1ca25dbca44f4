package dev.weir.proxywasm.hostcall;

import dev.weir.proxywasm.abi.Hostcall;
import dev.weir.proxywasm.abi.LogLevel;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.context.Context;
import dev.weir.proxywasm.context.Vm;
import java.util.Optional;

/// What a plugin hears of a hostcall that its capabilities do not grant: in strict mode Envoy's
/// InternalFailure, else a status that SDKs do not trap on. Logged once an instance, counted
/// always.
final class Denial {
  private final Vm vm;
  private final Hostcall call;

  Denial(Vm vm, Hostcall call) {
    this.vm = vm;
    this.call = call;
  }

  ProxyStatus answer(long[] arguments) {
    vm.denied(call.importName());
    Optional<Context> context = vm.effective();
    boolean strict = context.isPresent() && context.get().plugin().strict();
    if (strict) {
      return ProxyStatus.INTERNAL_FAILURE;
    }
    clearResults(arguments);
    return call.whenDenied();
  }

  /// A call answered Ok must have a result, and it is nothing.
  private void clearResults(long[] a) {
    switch (call) {
      case GET_HEADER_MAP_PAIRS -> vm.memory().storeWords((int) a[1], 0, (int) a[2], 0);
      case GET_HEADER_MAP_SIZE -> vm.memory().storeInt((int) a[1], 0);
      case GET_LOG_LEVEL -> vm.memory().storeInt((int) a[0], LogLevel.CRITICAL.code());
      case GET_CURRENT_TIME -> vm.memory().storeLong((int) a[0], 0);
      case GET_CONFIGURATION -> vm.memory().storeWords((int) a[0], 0, (int) a[1], 0);
      case REGISTER_SHARED_QUEUE -> vm.memory().storeInt((int) a[2], 0);
      case DEFINE_METRIC -> vm.memory().storeInt((int) a[3], 0);
      default -> {} // has no result, or is not answered Ok
    }
  }
}
