package dev.weir.proxywasm.hostcall;

import static dev.weir.proxywasm.abi.ProxyStatus.BAD_ARGUMENT;
import static dev.weir.proxywasm.abi.ProxyStatus.INVALID_MEMORY_ACCESS;
import static dev.weir.proxywasm.abi.ProxyStatus.NOT_FOUND;
import static dev.weir.proxywasm.abi.ProxyStatus.OK;
import static dev.weir.proxywasm.hostcall.Arguments.i32;
import static dev.weir.proxywasm.hostcall.Arguments.outside;

import dev.weir.proxywasm.Limit;
import dev.weir.proxywasm.abi.AbiVersion;
import dev.weir.proxywasm.abi.Hostcall;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.context.Context;
import dev.weir.proxywasm.context.PluginContext;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.context.Vm;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.Pairs;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// Specification: "HTTP fields".
///
/// Envoy answers BadArgument for a map that a phase does not have, which SDKs turn into a trap. In
/// strict mode so does this; else a read finds nothing, and an edit that can no longer reach the
/// proxy is dropped, counted and answered Ok.
///
/// No step of an edit goes through a lambda of its own: HotSpot inlines 15 calls deep, and beneath
/// the plugin's code and the engine's the search for a name was beyond that.
final class HttpFieldCalls {
  private static final byte[] HOST = "host".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] AUTHORITY = ":authority".getBytes(StandardCharsets.US_ASCII);

  private final Vm vm;

  HttpFieldCalls(Vm vm) {
    this.vm = vm;
  }

  void addTo(Map<Hostcall, HostcallBody> bodies) {
    bodies.put(Hostcall.GET_HEADER_MAP_SIZE, this::size);
    bodies.put(Hostcall.GET_HEADER_MAP_PAIRS, this::pairs);
    bodies.put(Hostcall.SET_HEADER_MAP_PAIRS, this::setPairs);
    bodies.put(Hostcall.GET_HEADER_MAP_VALUE, this::value);
    bodies.put(Hostcall.ADD_HEADER_MAP_VALUE, this::add);
    bodies.put(Hostcall.REPLACE_HEADER_MAP_VALUE, this::replace);
    bodies.put(Hostcall.REMOVE_HEADER_MAP_VALUE, this::remove);
  }

  /// The size in bytes of names and values: what Envoy answers, not a count.
  private ProxyStatus size(long[] a) {
    Optional<MapType> type = MapType.find(i32(a, 0));
    if (type.isEmpty()) {
      return BAD_ARGUMENT;
    }
    Context context = vm.current();
    if (context.plugin().strict() && !type.get().ofStream()) {
      return BAD_ARGUMENT;
    }
    Optional<HeaderMap> map = context.headers(type.get());
    if (map.isEmpty()) {
      return context.plugin().strict() ? BAD_ARGUMENT : vm.memory().storeInt(i32(a, 1), 0);
    }
    return vm.memory().storeInt(i32(a, 1), map.get().byteSize());
  }

  private ProxyStatus pairs(long[] a) {
    Optional<MapType> type = MapType.find(i32(a, 0));
    if (type.isEmpty()) {
      return BAD_ARGUMENT;
    }
    Optional<HeaderMap> map = vm.current().headers(type.get());
    return map.isPresent()
        ? vm.memory().give(map.get(), i32(a, 1), i32(a, 2))
        : vm.memory().storeWords(i32(a, 1), 0, i32(a, 2), 0);
  }

  private ProxyStatus value(long[] a) {
    Optional<MapType> type = MapType.find(i32(a, 0));
    if (type.isEmpty()) {
      return BAD_ARGUMENT;
    }
    if (outside(vm.memory(), a, 1)) {
      return INVALID_MEMORY_ACCESS;
    }
    Context context = vm.current();
    Optional<HeaderMap> found = context.headers(type.get());
    if (found.isEmpty()) {
      return context.plugin().strict() && !context.logging() ? BAD_ARGUMENT : NOT_FOUND;
    }
    HeaderMap map = found.get();
    int index = find(map, i32(a, 1), i32(a, 2));
    if (index >= 0) {
      return vm.memory()
          .give(map.arena(), map.valueAt(index), map.valueLength(index), i32(a, 3), i32(a, 4));
    }
    return vm.abi() == AbiVersion.V0_1_0
        ? vm.memory().storeWords(i32(a, 3), 0, i32(a, 4), 0)
        : NOT_FOUND;
  }

  /// A proxy has no `host` beside `:authority`: it is another name of the same entry.
  private int find(HeaderMap map, int name, int length) {
    byte[] memory = vm.memory().array();
    int index = map.find(memory, name, length);
    return index < 0 && isHost(memory, name, length)
        ? map.find(AUTHORITY, 0, AUTHORITY.length)
        : index;
  }

  private static boolean isHost(byte[] memory, int name, int length) {
    return length == HOST.length
        && Arrays.equals(memory, name, name + length, HOST, 0, HOST.length);
  }

  private ProxyStatus add(long[] a) {
    Optional<HeaderMap> map = editable(a);
    boolean outside = outside(vm.memory(), a, 1) || outside(vm.memory(), a, 3);
    if (map.isEmpty() || outside) {
      return refusal(a, outside);
    }
    if (fits(map.get().byteSize(), (long) i32(a, 2) + i32(a, 4))) {
      byte[] memory = vm.memory().array();
      map.get().add(memory, i32(a, 1), i32(a, 2), memory, i32(a, 3), i32(a, 4));
    }
    return OK;
  }

  private ProxyStatus replace(long[] a) {
    Optional<HeaderMap> map = editable(a);
    boolean outside = outside(vm.memory(), a, 1) || outside(vm.memory(), a, 3);
    if (map.isEmpty() || outside) {
      return refusal(a, outside);
    }
    if (!fits(map.get().byteSize(), (long) i32(a, 2) + i32(a, 4))) {
      return OK;
    }
    byte[] memory = vm.memory().array();
    if (isHost(memory, i32(a, 1), i32(a, 2)) && hasAuthority(map.get())) {
      map.get().replace(AUTHORITY, 0, AUTHORITY.length, memory, i32(a, 3), i32(a, 4));
    } else {
      map.get().replace(memory, i32(a, 1), i32(a, 2), memory, i32(a, 3), i32(a, 4));
    }
    return OK;
  }

  private static boolean hasAuthority(HeaderMap map) {
    return map.find(AUTHORITY, 0, AUTHORITY.length) >= 0;
  }

  private ProxyStatus remove(long[] a) {
    Optional<HeaderMap> map = editable(a);
    boolean outside = outside(vm.memory(), a, 1);
    if (map.isEmpty() || outside) {
      return refusal(a, outside);
    }
    map.get().remove(vm.memory().array(), i32(a, 1), i32(a, 2));
    return OK;
  }

  private ProxyStatus setPairs(long[] a) {
    Optional<HeaderMap> map = editable(a);
    boolean outside = outside(vm.memory(), a, 1);
    if (map.isEmpty() || outside) {
      return refusal(a, outside);
    }
    assign(vm.current().plugin(), map.get(), a);
    return OK;
  }

  private void assign(PluginContext plugin, HeaderMap map, long[] a) {
    Optional<HeaderMap> pairs = Pairs.read(vm.memory().array(), i32(a, 1), i32(a, 2));
    if (pairs.isPresent() && fits(0, pairs.get().byteSize())) {
      map.assign(pairs.get());
    } else if (plugin.strict()) {
      map.clear();
    } else {
      plugin.dropped("malformed or oversized header pairs");
    }
  }

  /// The map to edit, if there is one and the edit can still reach the proxy.
  private Optional<HeaderMap> editable(long[] a) {
    Optional<MapType> type = MapType.find(i32(a, 0));
    return type.isPresent() ? vm.current().editable(type.get()) : Optional.empty();
  }

  /// Why an edit is not done, in Envoy's order: the type of the map, the memory of the arguments,
  /// and that it cannot reach the proxy.
  private ProxyStatus refusal(long[] a, boolean outsideMemory) {
    Optional<MapType> type = MapType.find(i32(a, 0));
    if (type.isEmpty()) {
      return BAD_ARGUMENT;
    }
    if (outsideMemory) {
      return INVALID_MEMORY_ACCESS;
    }
    PluginContext plugin = vm.current().plugin();
    if (plugin.strict()) {
      return BAD_ARGUMENT;
    }
    plugin.dropped("edit of " + type.get() + " that cannot reach the proxy");
    return OK;
  }

  /// Whether a map of that size may grow by so much; counts it if so, and reports the limit if not.
  private boolean fits(long present, long added) {
    Context context = vm.current();
    if (context instanceof StreamContext stream && stream.takeHeaderBytes(present, added)) {
      return true;
    }
    context.plugin().limitReached(Limit.HEADER_BYTES);
    return false;
  }
}
