package dev.weir.proxywasm.hostcall;

import static dev.weir.proxywasm.abi.ProxyStatus.BAD_ARGUMENT;
import static dev.weir.proxywasm.abi.ProxyStatus.INVALID_MEMORY_ACCESS;
import static dev.weir.proxywasm.abi.ProxyStatus.NOT_FOUND;
import static dev.weir.proxywasm.abi.ProxyStatus.OK;
import static dev.weir.proxywasm.hostcall.Arguments.i32;
import static dev.weir.proxywasm.hostcall.Arguments.outside;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.Limit;
import dev.weir.proxywasm.abi.BufferType;
import dev.weir.proxywasm.abi.Hostcall;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.context.ConnectionContext;
import dev.weir.proxywasm.context.Context;
import dev.weir.proxywasm.context.PluginContext;
import dev.weir.proxywasm.context.Vm;
import dev.weir.proxywasm.http.BodyBuffer;
import java.util.Map;
import java.util.Optional;

/// Specification: "Buffers"; and `proxy_get_configuration` of ABI 0.1.0.
final class BufferCalls {
  private final Vm vm;

  BufferCalls(Vm vm) {
    this.vm = vm;
  }

  void addTo(Map<Hostcall, HostcallBody> bodies) {
    bodies.put(Hostcall.GET_BUFFER_BYTES, this::get);
    bodies.put(Hostcall.GET_BUFFER_STATUS, this::status);
    bodies.put(Hostcall.SET_BUFFER_BYTES, this::set);
    bodies.put(Hostcall.GET_CONFIGURATION, this::configuration);
  }

  private ProxyStatus get(long[] a) {
    Optional<BufferType> type = BufferType.find(i32(a, 0));
    if (type.isEmpty()) {
      return BAD_ARGUMENT;
    }
    Optional<BodyBuffer> body = body(type.get());
    if (body.isPresent()) {
      return slice(body.get().array(), body.get().offset(), body.get().length(), a);
    }
    Optional<Bytes> bytes = vm.current().plugin().buffer(type.get());
    if (bytes.isPresent()) {
      byte[] copy = bytes.get().toByteArray();
      return slice(copy, 0, copy.length, a);
    }
    return emptyWhenAbsent(type.get())
        ? vm.memory().storeWords(i32(a, 3), 0, i32(a, 4), 0)
        : NOT_FOUND;
  }

  /// A start behind the end gives nothing, a length beyond it is cut.
  private ProxyStatus slice(byte[] source, int offset, int length, long[] a) {
    long start = Integer.toUnsignedLong(i32(a, 1));
    if (start >= length) {
      return vm.memory().storeWords(i32(a, 3), 0, i32(a, 4), 0);
    }
    long wanted = Math.min(Integer.toUnsignedLong(i32(a, 2)), length - start);
    return vm.memory().give(source, offset + (int) start, (int) wanted, i32(a, 3), i32(a, 4));
  }

  private ProxyStatus status(long[] a) {
    Optional<BufferType> type = BufferType.find(i32(a, 0));
    if (type.isEmpty()) {
      return BAD_ARGUMENT;
    }
    Optional<BodyBuffer> body = body(type.get());
    if (body.isEmpty() && isAbsent(type.get())) {
      return NOT_FOUND;
    }
    int length =
        body.isPresent()
            ? body.get().length()
            : vm.current().plugin().buffer(type.get()).orElse(Bytes.EMPTY).length();
    return vm.memory().storeWords(i32(a, 1), length, i32(a, 2), 0);
  }

  private ProxyStatus set(long[] a) {
    Optional<BufferType> type = BufferType.find(i32(a, 0));
    if (type.isEmpty()) {
      return BAD_ARGUMENT;
    }
    Optional<BodyBuffer> body = body(type.get());
    if (body.isEmpty() && isAbsent(type.get())) {
      return NOT_FOUND; // as Envoy, before it looks at the memory
    }
    if (outside(vm.memory(), a, 3)) {
      return INVALID_MEMORY_ACCESS;
    }
    return body.isPresent() ? splice(body.get(), a, vm.memory().array()) : refusal(type.get());
  }

  /// Start 0 replaces or prepends, a start at or behind the end appends. Between them Envoy answers
  /// BadArgument where the specification describes a splice.
  private ProxyStatus splice(BodyBuffer body, long[] a, byte[] memory) {
    long start = Integer.toUnsignedLong(i32(a, 1));
    long size = Integer.toUnsignedLong(i32(a, 2));
    if (start > 0 && start < body.length() && vm.current().plugin().strict()) {
      return BAD_ARGUMENT;
    }
    int from = (int) Math.min(start, body.length());
    int removed = (int) Math.min(size, body.length() - from);
    long length = (long) body.length() - removed + i32(a, 4);
    if (length > body.length() && length > memoryBytes()) {
      vm.current().plugin().limitReached(Limit.MEMORY);
      return OK;
    }
    body.splice(from, removed, memory, i32(a, 3), i32(a, 4));
    return OK;
  }

  /// What a plugin can have in its own memory; what the proxy sent may be more.
  private long memoryBytes() {
    return vm.current().plugin().spec().limits().instance().memoryBytes();
  }

  private ProxyStatus refusal(BufferType type) {
    Context context = vm.current();
    PluginContext plugin = context.plugin();
    boolean passed =
        type.isHttpBody() || (type.isConnectionData() && context instanceof ConnectionContext);
    if (!passed || plugin.strict()) {
      return BAD_ARGUMENT;
    }
    plugin.dropped("edit of " + type + " outside of its callback");
    return OK;
  }

  /// The plugin's configuration while it is configured, else the VM's.
  private ProxyStatus configuration(long[] a) {
    Bytes bytes =
        vm.current()
            .plugin()
            .buffer(BufferType.PLUGIN_CONFIGURATION)
            .orElse(vm.spec().vmConfiguration());
    return vm.memory().give(bytes, i32(a, 0), i32(a, 1));
  }

  private Optional<BodyBuffer> body(BufferType type) {
    return vm.current().body(type);
  }

  private boolean emptyWhenAbsent(BufferType type) {
    return switch (type) {
      case GRPC_RECEIVE, CALL_DATA, DOWNSTREAM_DATA, UPSTREAM_DATA, VM_CONFIGURATION -> true;
      case HTTP_REQUEST_BODY, HTTP_RESPONSE_BODY -> !(vm.current() instanceof PluginContext);
      case HTTP_CALL_RESPONSE_BODY, PLUGIN_CONFIGURATION -> false;
    };
  }

  /// Whether there is no buffer, where there is no body.
  private boolean isAbsent(BufferType type) {
    return vm.current().plugin().buffer(type).isEmpty() && !emptyWhenAbsent(type);
  }
}
