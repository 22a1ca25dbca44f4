package dev.weir.proxywasm.hostcall;

import static dev.weir.proxywasm.abi.ProxyStatus.CAS_MISMATCH;
import static dev.weir.proxywasm.abi.ProxyStatus.INVALID_MEMORY_ACCESS;
import static dev.weir.proxywasm.abi.ProxyStatus.NOT_FOUND;
import static dev.weir.proxywasm.abi.ProxyStatus.OK;
import static dev.weir.proxywasm.hostcall.Arguments.bytes;
import static dev.weir.proxywasm.hostcall.Arguments.i32;
import static dev.weir.proxywasm.hostcall.Arguments.outside;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.Limit;
import dev.weir.proxywasm.abi.Hostcall;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.context.PluginContext;
import dev.weir.proxywasm.context.Vm;
import dev.weir.proxywasm.service.SharedState.Versioned;
import dev.weir.proxywasm.service.SharedState.Write;
import java.util.Map;
import java.util.Optional;

/// Specification: "Shared data".
final class SharedDataCalls {
  private final Vm vm;

  SharedDataCalls(Vm vm) {
    this.vm = vm;
  }

  void addTo(Map<Hostcall, HostcallBody> bodies) {
    bodies.put(Hostcall.GET_SHARED_DATA, this::get);
    bodies.put(Hostcall.SET_SHARED_DATA, this::set);
  }

  private ProxyStatus get(long[] a) {
    if (outside(vm.memory(), a, 0)) {
      return INVALID_MEMORY_ACCESS;
    }
    PluginContext plugin = vm.current().plugin();
    Optional<Versioned> found =
        plugin.services().state().find(plugin.scope(), Bytes.wrap(bytes(vm.memory(), a, 0)));
    if (found.isEmpty()) {
      return NOT_FOUND;
    }
    ProxyStatus given = vm.memory().give(found.get().value(), i32(a, 2), i32(a, 3));
    return given == OK ? vm.memory().storeInt(i32(a, 4), found.get().cas()) : given;
  }

  /// A full store is answered Ok: the SDKs know only Ok and CasMismatch here. The loss is counted.
  private ProxyStatus set(long[] a) {
    if (outside(vm.memory(), a, 0) || outside(vm.memory(), a, 2)) {
      return INVALID_MEMORY_ACCESS;
    }
    PluginContext plugin = vm.current().plugin();
    Write write =
        plugin
            .services()
            .state()
            .set(
                plugin.scope(),
                Bytes.wrap(bytes(vm.memory(), a, 0)),
                Bytes.wrap(bytes(vm.memory(), a, 2)),
                i32(a, 4),
                plugin.spec().limits().shared());
    return switch (write) {
      case STORED -> OK;
      case CAS_MISMATCH -> CAS_MISMATCH;
      case TOO_MANY_BYTES -> dropped(plugin, Limit.SHARED_DATA);
      case TOO_MANY_KEYS -> dropped(plugin, Limit.SHARED_DATA_KEYS);
    };
  }

  private static ProxyStatus dropped(PluginContext plugin, Limit limit) {
    plugin.limitReached(limit);
    return OK;
  }
}
