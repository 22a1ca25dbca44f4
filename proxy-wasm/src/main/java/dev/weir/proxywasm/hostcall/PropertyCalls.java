package dev.weir.proxywasm.hostcall;

import static dev.weir.proxywasm.abi.ProxyStatus.BAD_ARGUMENT;
import static dev.weir.proxywasm.abi.ProxyStatus.INVALID_MEMORY_ACCESS;
import static dev.weir.proxywasm.abi.ProxyStatus.NOT_FOUND;
import static dev.weir.proxywasm.abi.ProxyStatus.OK;
import static dev.weir.proxywasm.abi.ProxyStatus.SERIALIZATION_FAILURE;
import static dev.weir.proxywasm.hostcall.Arguments.bytes;
import static dev.weir.proxywasm.hostcall.Arguments.i32;
import static dev.weir.proxywasm.hostcall.Arguments.outside;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.abi.AbiLimits;
import dev.weir.proxywasm.abi.Hostcall;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.context.Context;
import dev.weir.proxywasm.context.Vm;
import dev.weir.proxywasm.http.PropertyBytes;
import dev.weir.proxywasm.http.PropertyStore;
import dev.weir.proxywasm.http.PropertyValue;
import dev.weir.proxywasm.property.Properties;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Specification: "Properties".
final class PropertyCalls {
  private final Vm vm;

  PropertyCalls(Vm vm) {
    this.vm = vm;
  }

  void addTo(Map<Hostcall, HostcallBody> bodies) {
    bodies.put(Hostcall.GET_PROPERTY, this::get);
    bodies.put(Hostcall.SET_PROPERTY, this::set);
  }

  private ProxyStatus get(long[] a) {
    if (outside(vm.memory(), a, 0)) {
      return INVALID_MEMORY_ACCESS;
    }
    if (i32(a, 1) == 0) {
      return SERIALIZATION_FAILURE; // as Envoy: no path is not a path that leads nowhere
    }
    if (Integer.compareUnsigned(i32(a, 1), AbiLimits.MAX_NAME_BYTES) > 0) {
      return NOT_FOUND;
    }
    Optional<PropertyValue> value = Properties.find(vm.current(), path(a));
    if (value.isEmpty()) {
      return NOT_FOUND;
    }
    byte[] bytes = PropertyBytes.write(value.get());
    return vm.memory().give(bytes, 0, bytes.length, i32(a, 2), i32(a, 3));
  }

  /// From a plugin context Envoy answers NotFound, on which SDKs trap: outside of strict mode Ok,
  /// and counted.
  private ProxyStatus set(long[] a) {
    if (outside(vm.memory(), a, 0) || outside(vm.memory(), a, 2)) {
      return INVALID_MEMORY_ACCESS;
    }
    Context context = vm.current();
    Optional<PropertyStore> store = context.properties();
    if (store.isEmpty()) {
      if (context.plugin().strict()) {
        return NOT_FOUND;
      }
      context.plugin().dropped("property set outside of a stream");
      return OK;
    }
    if (Integer.compareUnsigned(i32(a, 1), AbiLimits.MAX_NAME_BYTES) > 0) {
      return BAD_ARGUMENT;
    }
    if (!context.plugin().declared().settable(store.get(), path(a))) {
      return readOnly(context);
    }
    context.setProperty(path(a), Bytes.wrap(bytes(vm.memory(), a, 2)));
    return OK;
  }

  private static ProxyStatus readOnly(Context context) {
    if (context.plugin().strict()) {
      return BAD_ARGUMENT;
    }
    context.plugin().dropped("second value of a read-only property");
    return OK;
  }

  /// Segments are parted by NUL; one at the end is tolerated.
  private List<String> path(long[] a) {
    String text = new String(bytes(vm.memory(), a, 0), StandardCharsets.UTF_8);
    String trimmed = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
    return List.of(trimmed.split("\0", -1));
  }
}
