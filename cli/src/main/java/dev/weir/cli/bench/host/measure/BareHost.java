package dev.weir.cli.bench.host.measure;

import dev.weir.engine.HostFunction;
import dev.weir.engine.HostFunctions;
import dev.weir.engine.WasmFunction;
import dev.weir.engine.WasmInstance;
import dev.weir.engine.WasmMemory;
import dev.weir.engine.module.ExternType;
import dev.weir.engine.module.Import;
import dev.weir.engine.module.ModuleShape;
import dev.weir.proxywasm.abi.BufferType;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.http.BodyBuffer;
import dev.weir.proxywasm.http.HeaderMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The hostcalls that the measured filters make, in as few lines as do the work: no contexts, no
/// limits, no capabilities, no checks. What the proxy-wasm host takes beyond this is its own.
final class BareHost {
  private static final int REQUEST_HEADERS = 0;
  private static final int PLUGIN_CONFIGURATION = 7;
  private static final int OK = 0;
  private static final int NOT_FOUND = 1;
  private static final int BAD_DESCRIPTOR = 8;

  private final byte[] configuration;
  private final BenchExchange exchange;
  private @Nullable WasmFunction allocator;

  BareHost(Subject subject, BenchExchange exchange) {
    this.configuration = subject.configuration().getBytes(StandardCharsets.UTF_8);
    this.exchange = exchange;
  }

  /// What the module imports. Serves one instance.
  HostFunctions functions(ModuleShape shape) {
    List<HostFunction> functions = new ArrayList<>();
    for (Import imported : shape.imports()) {
      if (imported.type() instanceof ExternType.Function(var type)) {
        functions.add(
            new HostFunction(imported.module(), imported.name(), type, body(imported.name())));
      }
    }
    return HostFunctions.of(functions);
  }

  private HostFunction.Body body(String function) {
    return switch (function) {
      case "proxy_get_buffer_bytes" -> this::bufferBytes;
      case "proxy_set_buffer_bytes" -> this::setBufferBytes;
      case "proxy_get_header_map_value" -> this::headerValue;
      case "proxy_add_header_map_value" -> this::addHeader;
      case "proxy_replace_header_map_value" -> this::replaceHeader;
      case "proxy_get_property" -> (instance, in) -> NOT_FOUND;
      case "proxy_get_current_time_nanoseconds" ->
          (instance, in) -> put(instance.memory(), (int) in[0], System.nanoTime());
      case "clock_time_get" ->
          (instance, in) -> put(instance.memory(), (int) in[2], System.nanoTime());
      case "args_sizes_get", "environ_sizes_get" -> BareHost::nothing;
      case "fd_write" -> BareHost::written;
      case "fd_prestat_get" -> (instance, in) -> BAD_DESCRIPTOR;
      case "proc_exit" ->
          (instance, in) -> {
            throw new IllegalStateException("module: left with exit code %d".formatted(in[0]));
          };
      default -> (instance, in) -> OK;
    };
  }

  private HeaderMap map(long type) {
    return exchange
        .headers(
            type == REQUEST_HEADERS ? MapType.HTTP_REQUEST_HEADERS : MapType.HTTP_RESPONSE_HEADERS)
        .orElseThrow();
  }

  private long headerValue(WasmInstance instance, long[] in) {
    HeaderMap map = map(in[0]);
    int at = map.find(instance.memory().array(), (int) in[1], (int) in[2]);
    return at < 0
        ? NOT_FOUND
        : give(instance, map.arena(), map.valueAt(at), map.valueLength(at), in[3], in[4]);
  }

  private long addHeader(WasmInstance instance, long[] in) {
    byte[] memory = instance.memory().array();
    map(in[0]).add(memory, (int) in[1], (int) in[2], memory, (int) in[3], (int) in[4]);
    return OK;
  }

  private long replaceHeader(WasmInstance instance, long[] in) {
    byte[] memory = instance.memory().array();
    map(in[0]).replace(memory, (int) in[1], (int) in[2], memory, (int) in[3], (int) in[4]);
    return OK;
  }

  private long bufferBytes(WasmInstance instance, long[] in) {
    if (in[0] == PLUGIN_CONFIGURATION) {
      return give(instance, configuration, 0, configuration.length, in[3], in[4]);
    }
    BodyBuffer body = exchange.body(BufferType.HTTP_REQUEST_BODY).orElseThrow();
    int length = Math.min((int) in[2], body.length() - (int) in[1]);
    return give(instance, body.array(), body.offset() + (int) in[1], length, in[3], in[4]);
  }

  private long setBufferBytes(WasmInstance instance, long[] in) {
    exchange
        .body(BufferType.HTTP_REQUEST_BODY)
        .orElseThrow()
        .splice((int) in[1], (int) in[2], instance.memory().array(), (int) in[3], (int) in[4]);
    return OK;
  }

  private long give(
      WasmInstance instance, byte[] source, int from, int length, long pointerOut, long sizeOut) {
    int at = length == 0 ? 0 : (int) allocator(instance).call(length);
    WasmMemory memory = instance.memory();
    memory.write(at, source, from, length);
    memory.writeInt((int) pointerOut, at);
    memory.writeInt((int) sizeOut, length);
    return OK;
  }

  private WasmFunction allocator(WasmInstance instance) {
    if (allocator == null) {
      allocator =
          instance
              .function("proxy_on_memory_allocate")
              .or(() -> instance.function("malloc"))
              .orElseThrow();
    }
    return allocator;
  }

  private static long put(WasmMemory memory, int at, long value) {
    memory.writeLong(at, value);
    return OK;
  }

  private static long nothing(WasmInstance instance, long[] in) {
    instance.memory().writeInt((int) in[0], 0);
    instance.memory().writeInt((int) in[1], 0);
    return OK;
  }

  /// Takes every piece: each is a pointer and a length.
  private static long written(WasmInstance instance, long[] in) {
    WasmMemory memory = instance.memory();
    int sum = 0;
    for (int i = 0; i < (int) in[2]; i++) {
      sum += memory.readInt((int) in[1] + 8 * i + 4);
    }
    memory.writeInt((int) in[3], sum);
    return OK;
  }
}
