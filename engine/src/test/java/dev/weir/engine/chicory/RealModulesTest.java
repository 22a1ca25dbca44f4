package dev.weir.engine.chicory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.engine.CompiledModule;
import dev.weir.engine.EngineOptions;
import dev.weir.engine.HostFunction;
import dev.weir.engine.HostFunctions;
import dev.weir.engine.InstanceLimits;
import dev.weir.engine.WasmInstance;
import dev.weir.engine.module.ExternType;
import dev.weir.engine.module.Import;
import dev.weir.engine.module.ModuleLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The quickstart's filters, one made by clang and one by Go, with a host that answers every call
/// the same way each time: an instance and its copy must then stay equal to the last byte.
class RealModulesTest {
  /// Kept between builds, as the Go module takes seconds to compile.
  private static final EngineOptions OPTIONS =
      new EngineOptions(ModuleLimits.DEFAULT, Optional.of(Path.of("target/compiled")), 64 << 20);

  private static final ChicoryEngine ENGINE = ChicoryEngine.start(OPTIONS);
  private static final InstanceLimits LIMITS =
      new InstanceLimits(Duration.ofSeconds(20), Duration.ofSeconds(20), 32 << 20, 100_000);

  /// WASI's "bad file descriptor", which ends the search for preopened folders.
  private static final int BADF = 8;

  private static final int REQUESTS = 200;

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @ParameterizedTest
  @CsvSource({
    "headers/headers.wasm, '{\"request\": {\"set\": {\"x-weir\": \"hello\"}}}'",
    "api-key/api-key.wasm, '{\"header\": \"x-api-key\", \"keys\": [\"key\"]}'",
  })
  void runsACopyExactlyAsTheOriginal(String file, String configuration) {
    CompiledModule module = ENGINE.compile(bytes(Path.of("../filters").resolve(file)));
    HostFunctions host = host(module, configuration.getBytes(StandardCharsets.UTF_8));
    WasmInstance original = module.instantiate(host, LIMITS);
    call(original, "_initialize");
    call(original, "proxy_on_context_create", 1, 0);
    assertThat(call(original, "proxy_on_configure", 1, configuration.length())).isEqualTo(1);
    WasmInstance copy = module.instantiate(host, LIMITS, module.image(original).orElseThrow());

    for (int stream = 2; stream < REQUESTS; stream++) {
      assertThat(request(copy, stream)).isEqualTo(request(original, stream));
    }

    assertThat(memory(copy)).isEqualTo(memory(original));
  }

  private static long request(WasmInstance instance, int stream) {
    call(instance, "proxy_on_context_create", stream, 1);
    long action = call(instance, "proxy_on_request_headers", stream, 5, 1);
    call(instance, "proxy_on_delete", stream);
    return action;
  }

  private static long call(WasmInstance instance, String function, long... arguments) {
    return instance.function(function).orElseThrow().call(arguments);
  }

  private static byte[] memory(WasmInstance instance) {
    return Arrays.copyOf(instance.memory().array(), (int) instance.memory().size());
  }

  private static HostFunctions host(CompiledModule module, byte[] configuration) {
    List<HostFunction> functions = new ArrayList<>();
    for (Import wanted : module.shape().imports()) {
      if (wanted.type() instanceof ExternType.Function(var type)) {
        HostFunction.Body body =
            switch (wanted.name()) {
              case "proxy_get_buffer_bytes" ->
                  (instance, arguments) -> give(instance, configuration, arguments);
              case "proxy_get_header_map_value" ->
                  (instance, arguments) -> give(instance, new byte[] {'k', 'e', 'y'}, arguments);
              case "fd_prestat_get" -> (_, _) -> BADF;
              case "clock_time_get" -> RealModulesTest::oneNanosecond;
              default -> (_, _) -> 0;
            };
        functions.add(new HostFunction(wanted.module(), wanted.name(), type, body));
      }
    }
    return HostFunctions.of(functions);
  }

  /// Both hostcalls take where to put the pointer and the length as their last two arguments.
  private static long give(WasmInstance instance, byte[] bytes, long[] arguments) {
    int pointer = (int) call(instance, "proxy_on_memory_allocate", bytes.length);
    instance.memory().write(pointer, bytes);
    instance.memory().writeInt((int) arguments[arguments.length - 2], pointer);
    instance.memory().writeInt((int) arguments[arguments.length - 1], bytes.length);
    return 0;
  }

  /// Go's runtime takes a clock at zero for a broken one.
  private static long oneNanosecond(WasmInstance instance, long[] arguments) {
    instance.memory().writeLong((int) arguments[2], 1);
    return 0;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
