package dev.weir.proxywasm.hostcall;

import static dev.weir.proxywasm.abi.ProxyStatus.BAD_ARGUMENT;
import static dev.weir.proxywasm.abi.ProxyStatus.INTERNAL_FAILURE;
import static dev.weir.proxywasm.abi.ProxyStatus.INVALID_MEMORY_ACCESS;
import static dev.weir.proxywasm.abi.ProxyStatus.OK;
import static dev.weir.proxywasm.hostcall.Arguments.bytes;
import static dev.weir.proxywasm.hostcall.Arguments.i32;
import static dev.weir.proxywasm.hostcall.Arguments.outside;
import static dev.weir.proxywasm.hostcall.Arguments.text;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.Limit;
import dev.weir.proxywasm.abi.Hostcall;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.context.PluginContext;
import dev.weir.proxywasm.context.Vm;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.Pairs;
import dev.weir.proxywasm.service.Upstreams.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/// Specification: "HTTP calls"; and `proxy_get_status`, which tells what became of a call.
final class HttpCallCalls {
  private final Vm vm;

  HttpCallCalls(Vm vm) {
    this.vm = vm;
  }

  void addTo(Map<Hostcall, HostcallBody> bodies) {
    bodies.put(Hostcall.HTTP_CALL, this::call);
    bodies.put(Hostcall.DISPATCH_HTTP_CALL, this::call);
    bodies.put(Hostcall.GET_STATUS, this::status);
  }

  private ProxyStatus call(long[] a) {
    if (outside(vm.memory(), a, 0)
        || outside(vm.memory(), a, 2)
        || outside(vm.memory(), a, 4)
        || outside(vm.memory(), a, 6)
        || vm.memory().storeInt(i32(a, 9), 0) != OK) {
      return INVALID_MEMORY_ACCESS;
    }
    PluginContext plugin = vm.current().plugin();
    HttpRequest request = request(a);
    if (i32(a, 8) < 0
        || !plugin.services().upstreams().contains(request.upstream())
        || !complete(request.headers())) {
      return BAD_ARGUMENT;
    }
    if (vm.callouts().open(plugin) >= plugin.spec().limits().traffic().callouts()) {
      plugin.limitReached(Limit.CALLOUTS);
      return INTERNAL_FAILURE;
    }
    OptionalInt token = plugin.call(request);
    return token.isPresent() ? vm.memory().storeInt(i32(a, 9), token.getAsInt()) : INTERNAL_FAILURE;
  }

  private HttpRequest request(long[] a) {
    byte[] memory = vm.memory().array();
    HeaderMap headers = Pairs.read(memory, i32(a, 2), i32(a, 3)).orElseGet(HeaderMap::new);
    Bytes body = Bytes.wrap(bytes(vm.memory(), a, 4));
    if (!body.isEmpty()) {
      headers.replace("content-length", Integer.toString(body.length()));
    }
    return new HttpRequest(
        text(vm.memory(), a, 0),
        headers,
        body,
        Pairs.read(memory, i32(a, 6), i32(a, 7)).orElseGet(HeaderMap::new),
        Duration.ofMillis(Math.max(0, i32(a, 8))));
  }

  private static boolean complete(HeaderMap headers) {
    return headers.value(":method").isPresent()
        && headers.value(":path").isPresent()
        && headers.value(":authority").isPresent();
  }

  private ProxyStatus status(long[] a) {
    PluginContext plugin = vm.current().plugin();
    ProxyStatus stored = vm.memory().storeInt(i32(a, 0), plugin.status());
    return stored == OK
        ? vm.memory().give(Bytes.utf8(plugin.statusMessage()), i32(a, 1), i32(a, 2))
        : stored;
  }
}
