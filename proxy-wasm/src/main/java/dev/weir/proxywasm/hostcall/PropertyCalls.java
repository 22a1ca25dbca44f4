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
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.context.Context;
import dev.weir.proxywasm.context.PluginContext;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.context.Vm;
import dev.weir.proxywasm.http.PropertyBytes;
import dev.weir.proxywasm.http.PropertyValue;
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
    Optional<PropertyValue> value = find(vm.current(), path(a));
    if (value.isEmpty()) {
      return NOT_FOUND;
    }
    byte[] bytes = PropertyBytes.write(value.get());
    return vm.memory().give(bytes, 0, bytes.length, i32(a, 2), i32(a, 3));
  }

  private static Optional<PropertyValue> find(Context context, List<String> path) {
    Optional<PropertyValue> own = ofPlugin(context.plugin(), path);
    if (own.isPresent() || !(context instanceof StreamContext stream)) {
      return own;
    }
    if (stream.plugin().strict() && ofGoneRequest(stream, path)) {
      return Optional.empty();
    }
    Optional<PropertyValue> ofHeaders = HeaderProperties.find(stream, path);
    return ofHeaders.isPresent() ? ofHeaders : stream.exchange().property(path);
  }

  /// Envoy lets go of the request with its headers.
  private static boolean ofGoneRequest(StreamContext stream, List<String> path) {
    return path.getFirst().equals("request")
        && stream.headers(MapType.HTTP_REQUEST_HEADERS).isEmpty();
  }

  private static Optional<PropertyValue> ofPlugin(PluginContext plugin, List<String> path) {
    if (path.size() != 1) {
      return Optional.empty();
    }
    return switch (path.getFirst()) {
      case "plugin_name" -> Optional.of(PropertyValue.Text.of(plugin.spec().name()));
      case "plugin_root_id" -> Optional.of(PropertyValue.Text.of(plugin.spec().rootId()));
      case "plugin_vm_id" -> Optional.of(PropertyValue.Text.of(plugin.spec().vmId()));
      default -> Optional.empty();
    };
  }

  /// From a plugin context Envoy answers NotFound, on which SDKs trap: outside of strict mode Ok,
  /// and counted.
  private ProxyStatus set(long[] a) {
    if (outside(vm.memory(), a, 0) || outside(vm.memory(), a, 2)) {
      return INVALID_MEMORY_ACCESS;
    }
    Context context = vm.current();
    if (!(context instanceof StreamContext stream)) {
      if (context.plugin().strict()) {
        return NOT_FOUND;
      }
      context.plugin().dropped("property set outside of a stream");
      return OK;
    }
    if (Integer.compareUnsigned(i32(a, 1), AbiLimits.MAX_NAME_BYTES) > 0) {
      return BAD_ARGUMENT;
    }
    stream.exchange().setProperty(path(a), Bytes.wrap(bytes(vm.memory(), a, 2)));
    return OK;
  }

  /// Segments are parted by NUL; one at the end is tolerated.
  private List<String> path(long[] a) {
    String text = new String(bytes(vm.memory(), a, 0), StandardCharsets.UTF_8);
    String trimmed = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
    return List.of(trimmed.split("\0", -1));
  }
}
