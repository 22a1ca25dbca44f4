package dev.weir.proxywasm.hostcall;

import static dev.weir.proxywasm.abi.ProxyStatus.EMPTY;
import static dev.weir.proxywasm.abi.ProxyStatus.INVALID_MEMORY_ACCESS;
import static dev.weir.proxywasm.abi.ProxyStatus.NOT_FOUND;
import static dev.weir.proxywasm.abi.ProxyStatus.OK;
import static dev.weir.proxywasm.hostcall.Arguments.bytes;
import static dev.weir.proxywasm.hostcall.Arguments.i32;
import static dev.weir.proxywasm.hostcall.Arguments.outside;
import static dev.weir.proxywasm.hostcall.Arguments.text;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.Limit;
import dev.weir.proxywasm.abi.AbiLimits;
import dev.weir.proxywasm.abi.Hostcall;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.context.PluginContext;
import dev.weir.proxywasm.context.Vm;
import dev.weir.proxywasm.service.SharedState;
import dev.weir.proxywasm.service.SharedState.Dequeue;
import java.util.Map;
import java.util.OptionalInt;

/// Specification: "Shared queues".
final class SharedQueueCalls {
  /// Given where there are too many: SDKs trap on any status but Ok, and know NotFound when they
  /// use it.
  private static final int NO_QUEUE = 0;

  private final Vm vm;

  SharedQueueCalls(Vm vm) {
    this.vm = vm;
  }

  void addTo(Map<Hostcall, HostcallBody> bodies) {
    bodies.put(Hostcall.REGISTER_SHARED_QUEUE, this::register);
    bodies.put(Hostcall.RESOLVE_SHARED_QUEUE, this::resolve);
    bodies.put(Hostcall.ENQUEUE_SHARED_QUEUE, this::enqueue);
    bodies.put(Hostcall.DEQUEUE_SHARED_QUEUE, this::dequeue);
  }

  private ProxyStatus register(long[] a) {
    if (outside(vm.memory(), a, 0)) {
      return INVALID_MEMORY_ACCESS;
    }
    PluginContext plugin = vm.current().plugin();
    OptionalInt id =
        i32(a, 1) > AbiLimits.MAX_NAME_BYTES
            ? OptionalInt.empty()
            : plugin.registerQueue(text(vm.memory(), a, 0));
    if (id.isEmpty()) {
      plugin.limitReached(Limit.QUEUES);
    }
    return vm.memory().storeInt(i32(a, 2), id.orElse(NO_QUEUE));
  }

  private ProxyStatus resolve(long[] a) {
    if (outside(vm.memory(), a, 0) || outside(vm.memory(), a, 2)) {
      return INVALID_MEMORY_ACCESS;
    }
    String vmId = text(vm.memory(), a, 0);
    OptionalInt id =
        state()
            .resolveQueue(
                vmId.isEmpty() ? vm.current().plugin().scope() : vmId, text(vm.memory(), a, 2));
    return id.isPresent() ? vm.memory().storeInt(i32(a, 4), id.getAsInt()) : NOT_FOUND;
  }

  private ProxyStatus enqueue(long[] a) {
    if (outside(vm.memory(), a, 1)) {
      return INVALID_MEMORY_ACCESS;
    }
    PluginContext plugin = vm.current().plugin();
    Bytes message = Bytes.wrap(bytes(vm.memory(), a, 1));
    return switch (state().enqueue(i32(a, 0), message, plugin.spec().limits().shared().queues())) {
      case STORED -> OK;
      case NO_QUEUE -> NOT_FOUND;
      case TOO_MANY_MESSAGES -> dropped(plugin, Limit.QUEUE_LENGTH);
      case TOO_MANY_BYTES -> dropped(plugin, Limit.QUEUE_BYTES);
    };
  }

  private static ProxyStatus dropped(PluginContext plugin, Limit limit) {
    plugin.limitReached(limit);
    return OK;
  }

  private ProxyStatus dequeue(long[] a) {
    return switch (state().dequeue(i32(a, 0))) {
      case Dequeue.Message(Bytes bytes) -> vm.memory().give(bytes, i32(a, 1), i32(a, 2));
      case Dequeue.Empty() -> EMPTY;
      case Dequeue.NoQueue() -> NOT_FOUND;
    };
  }

  private SharedState state() {
    return vm.current().plugin().services().state();
  }
}
