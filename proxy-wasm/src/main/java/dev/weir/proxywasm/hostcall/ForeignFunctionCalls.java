package dev.weir.proxywasm.hostcall;

import static dev.weir.proxywasm.abi.ProxyStatus.INVALID_MEMORY_ACCESS;
import static dev.weir.proxywasm.abi.ProxyStatus.NOT_FOUND;
import static dev.weir.proxywasm.abi.ProxyStatus.OK;
import static dev.weir.proxywasm.hostcall.Arguments.bytes;
import static dev.weir.proxywasm.hostcall.Arguments.i32;
import static dev.weir.proxywasm.hostcall.Arguments.outside;
import static dev.weir.proxywasm.hostcall.Arguments.text;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.abi.Hostcall;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.context.GuestMemory;
import dev.weir.proxywasm.context.Vm;
import dev.weir.proxywasm.foreign.ForeignFunction;
import dev.weir.proxywasm.foreign.ForeignFunctions;
import java.util.Map;
import java.util.Optional;

/// Specification: "Foreign function interface".
final class ForeignFunctionCalls {
  private final Vm vm;
  private final ForeignFunctions functions;

  ForeignFunctionCalls(Vm vm, ForeignFunctions functions) {
    this.vm = vm;
    this.functions = functions;
  }

  void addTo(Map<Hostcall, HostcallBody> bodies) {
    bodies.put(Hostcall.CALL_FOREIGN_FUNCTION, this::call);
  }

  private ProxyStatus call(long[] a) {
    if (outside(vm.memory(), a, 0) || outside(vm.memory(), a, 2)) {
      return INVALID_MEMORY_ACCESS;
    }
    Optional<ForeignFunction> function = functions.find(text(vm.memory(), a, 0));
    if (function.isEmpty()) {
      return NOT_FOUND;
    }
    ForeignFunction.Result result = function.get().call(vm.current(), bytes(vm.memory(), a, 2));
    ProxyStatus given = give(result.bytes(), i32(a, 4), i32(a, 5));
    return given == OK ? result.status() : given;
  }

  /// Either result pointer may be 0 and that word is dropped, as in proxy-wasm-cpp-host: the only
  /// hostcall with that rule. The words are written even when the function failed.
  private ProxyStatus give(Bytes bytes, int pointerAt, int lengthAt) {
    GuestMemory memory = vm.memory();
    if (pointerAt != 0 && lengthAt != 0) {
      return memory.give(bytes, pointerAt, lengthAt);
    }
    if (pointerAt != 0) {
      return memory.giveUnsized(bytes, pointerAt);
    }
    return lengthAt != 0 ? memory.storeInt(lengthAt, bytes.length()) : OK;
  }
}
