package dev.weir.proxywasm.hostcall;

import static dev.weir.proxywasm.abi.ProxyStatus.BAD_ARGUMENT;
import static dev.weir.proxywasm.abi.ProxyStatus.INTERNAL_FAILURE;
import static dev.weir.proxywasm.abi.ProxyStatus.INVALID_MEMORY_ACCESS;
import static dev.weir.proxywasm.abi.ProxyStatus.NOT_FOUND;
import static dev.weir.proxywasm.abi.ProxyStatus.OK;
import static dev.weir.proxywasm.abi.ProxyStatus.PARSE_FAILURE;
import static dev.weir.proxywasm.hostcall.Arguments.bytes;
import static dev.weir.proxywasm.hostcall.Arguments.i32;
import static dev.weir.proxywasm.hostcall.Arguments.outside;
import static dev.weir.proxywasm.hostcall.Arguments.text;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.Limit;
import dev.weir.proxywasm.abi.Hostcall;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.context.Callouts;
import dev.weir.proxywasm.context.PluginContext;
import dev.weir.proxywasm.context.Vm;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.Pairs;
import dev.weir.proxywasm.service.Upstreams.GrpcRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Specification: "gRPC calls".
final class GrpcCalls {
  private final Vm vm;

  GrpcCalls(Vm vm) {
    this.vm = vm;
  }

  void addTo(Map<Hostcall, HostcallBody> bodies) {
    bodies.put(Hostcall.GRPC_CALL, this::call);
    bodies.put(Hostcall.GRPC_STREAM, this::stream);
    bodies.put(Hostcall.GRPC_SEND, this::send);
    bodies.put(Hostcall.GRPC_CANCEL, this::cancel);
    bodies.put(Hostcall.GRPC_CLOSE, this::close);
  }

  private ProxyStatus call(long[] a) {
    if (outsideCommon(a) || outside(vm.memory(), a, 8)) {
      return INVALID_MEMORY_ACCESS;
    }
    Bytes message = Bytes.wrap(bytes(vm.memory(), a, 8));
    return open(a, Optional.of(message), Duration.ofMillis(Math.max(0, i32(a, 10))), i32(a, 11));
  }

  private ProxyStatus stream(long[] a) {
    return outsideCommon(a)
        ? INVALID_MEMORY_ACCESS
        : open(a, Optional.empty(), Duration.ZERO, i32(a, 8));
  }

  private boolean outsideCommon(long[] a) {
    return outside(vm.memory(), a, 0)
        || outside(vm.memory(), a, 2)
        || outside(vm.memory(), a, 4)
        || outside(vm.memory(), a, 6);
  }

  private ProxyStatus open(long[] a, Optional<Bytes> unary, Duration timeout, int tokenAt) {
    if (vm.memory().storeInt(tokenAt, 0) != OK) {
      return INVALID_MEMORY_ACCESS;
    }
    PluginContext plugin = vm.current().plugin();
    Optional<String> upstream = upstream(plugin, a);
    if (upstream.isEmpty()) {
      return PARSE_FAILURE;
    }
    if (vm.callouts().open(plugin) >= plugin.spec().limits().traffic().callouts()) {
      plugin.limitReached(Limit.CALLOUTS);
      return INTERNAL_FAILURE;
    }
    HeaderMap metadata =
        Pairs.read(vm.memory().array(), i32(a, 6), i32(a, 7)).orElseGet(HeaderMap::new);
    GrpcRequest request =
        new GrpcRequest(
            upstream.get(), text(vm.memory(), a, 2), text(vm.memory(), a, 4), metadata, timeout);
    OptionalInt token = plugin.call(request, unary);
    return token.isPresent() ? vm.memory().storeInt(tokenAt, token.getAsInt()) : INTERNAL_FAILURE;
  }

  /// The service argument is an upstream's name, or an `envoy.config.core.v3.GrpcService` message
  /// that holds one.
  private Optional<String> upstream(PluginContext plugin, long[] a) {
    String name = text(vm.memory(), a, 0);
    if (plugin.services().upstreams().contains(name)) {
      return Optional.of(name);
    }
    return GrpcServiceMessage.target(bytes(vm.memory(), a, 0))
        .filter(target -> plugin.services().upstreams().contains(target));
  }

  private ProxyStatus send(long[] a) {
    if (outside(vm.memory(), a, 1)) {
      return INVALID_MEMORY_ACCESS;
    }
    if (!Callouts.isOf(Callouts.Kind.GRPC_STREAM, i32(a, 0))) {
      return BAD_ARGUMENT;
    }
    Bytes message = Bytes.wrap(bytes(vm.memory(), a, 1));
    return vm.callouts().send(i32(a, 0), message, i32(a, 3) != 0) ? OK : NOT_FOUND;
  }

  private ProxyStatus cancel(long[] a) {
    return vm.callouts().cancelGrpc(i32(a, 0)) ? OK : unknown(i32(a, 0));
  }

  private ProxyStatus close(long[] a) {
    return vm.callouts().closeGrpc(i32(a, 0)) ? OK : unknown(i32(a, 0));
  }

  /// Envoy answers BadArgument to a token of another kind of call, on which SDKs trap.
  private ProxyStatus unknown(int token) {
    boolean grpc =
        Callouts.isOf(Callouts.Kind.GRPC_STREAM, token)
            || Callouts.isOf(Callouts.Kind.GRPC_UNARY, token);
    return grpc || !vm.current().plugin().strict() ? NOT_FOUND : BAD_ARGUMENT;
  }
}
