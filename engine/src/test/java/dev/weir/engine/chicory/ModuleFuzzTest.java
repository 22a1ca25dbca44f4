package dev.weir.engine.chicory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.engine.CompiledModule;
import dev.weir.engine.EngineOptions;
import dev.weir.engine.HostFunction;
import dev.weir.engine.HostFunctions;
import dev.weir.engine.InstanceLimits;
import dev.weir.engine.TrapException;
import dev.weir.engine.WasmFunction;
import dev.weir.engine.WasmInstance;
import dev.weir.engine.module.Export;
import dev.weir.engine.module.ExternType;
import dev.weir.engine.module.FunctionType;
import dev.weir.engine.module.Import;
import dev.weir.engine.module.ModuleException;
import dev.weir.engine.module.ModuleShape;
import dev.weir.engine.testing.HeapWatch;
import dev.weir.engine.wat.Wat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Changes a module's bytes at random. Whatever they become, the engine answers with one of its own
/// exceptions, in bounded time.
///
/// Every module is read, one of some is compiled and called as well: compiling is a thousand times
/// dearer. `-Dfuzz.seed=` repeats a run; the seed is printed. `-Plong` runs ten million.
class ModuleFuzzTest {
  private static final ChicoryEngine ENGINE = ChicoryEngine.start(EngineOptions.withoutCache());

  private static final InstanceLimits LIMITS =
      new InstanceLimits(Duration.ofMillis(2), Duration.ofMillis(2), 4 << 16, 100);

  private static final byte[] GUEST =
      Wat.assemble(
          """
          (module
            (type $binary (func (param i32 i32) (result i32)))
            (import "env" "host" (func $host (param i32 i32) (result i32)))
            (table 4 funcref)
            (memory (export "memory") 1 3)
            (global $g (export "g") (mut i32) (i32.const 5))
            (elem (i32.const 0) $add $mix)
            (data (i32.const 16) "some bytes of data")
            (data $passive "more")
            (func $start (global.set $g (i32.const 6)))
            (start $start)
            (func $add (export "add") (param i32 i32) (result i32)
              (i32.add (local.get 0) (local.get 1)))
            (func $mix (export "mix") (param $a i32) (param $b i32) (result i32)
              (local $l i64) (local $f f64)
              (local.set $l (i64.extend_i32_s (i32.load offset=4 (local.get $a))))
              (local.set $f (f64.convert_i64_s (local.get $l)))
              (memory.init $passive (i32.const 0) (i32.const 0) (i32.const 2))
              (memory.copy (i32.const 40) (i32.const 16) (i32.const 8))
              (if (result i32) (i32.lt_s (local.get $a) (local.get $b))
                (then (call $host (local.get $a) (i32.wrap_i64 (local.get $l))))
                (else (call_indirect (type $binary)
                  (local.get $b) (i32.trunc_f64_s (local.get $f)) (i32.const 0)))))
            (func (export "loop") (param $n i32) (param i32) (result i32)
              (block $out
                (loop $again
                  (br_if $out (i32.eqz (local.get $n)))
                  (local.set $n (i32.sub (local.get $n) (i32.const 1)))
                  (i32.store8 (local.get $n) (i32.div_u (local.get $n) (i32.const 3)))
                  (br_table $again $out (i32.and (local.get $n) (i32.const 0)))))
              (global.get $g)))
          """);

  private final long seed = Long.getLong("fuzz.seed", 20_261_121);
  private final SplittableRandom random = new SplittableRandom(seed);
  private int compiled;
  private int ran;

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @Test
  void answersEveryModuleWithItsOwnExceptions() {
    fuzz(GUEST, 75_000, 25);
  }

  @Test
  void answersEveryModuleMadeOfARealOneWithItsOwnExceptions() throws IOException {
    fuzz(filter(), 25_000, 250);
  }

  @Test
  @Tag("long")
  void answersMillionsOfModules() throws IOException {
    fuzz(GUEST, 8_000_000, 100);
    fuzz(filter(), 2_000_000, 1_000);
  }

  private static byte[] filter() throws IOException {
    return Files.readAllBytes(Path.of("../filters/headers/headers.wasm"));
  }

  @Test
  void answersEveryTruncationWithItsOwnExceptions() {
    for (int length = 0; length < GUEST.length; length++) {
      attempt(Arrays.copyOf(GUEST, length), true);
    }
  }

  /// @param compileEvery so many modules, as it costs a thousand times what reading the shape does
  private void fuzz(byte[] original, int iterations, int compileEvery) {
    System.out.printf("module fuzz: seed %d, %d iterations%n", seed, iterations);
    HeapWatch heap = new HeapWatch(iterations);
    for (int i = 0; i < iterations; i++) {
      attempt(mutated(original), i % compileEvery == 0);
      heap.tick();
    }
    System.out.printf("module fuzz: %d compiled, %d calls returned%n%s%n", compiled, ran, heap);
    assertThat(heap.growth()).as("bytes kept, seed %d: %s", seed, heap).isZero();
    assertThat(ran).as("calls that still returned, seed %d", seed).isPositive();
    assertThat(Thread.interrupted()).as("interrupted, seed %d", seed).isFalse();
  }

  private void attempt(byte[] module, boolean compile) {
    try {
      ModuleShape shape = ModuleShape.read(module);
      if (compile) {
        run(shape, module);
      }
    } catch (ModuleException _) {
      // refused, as it should be
    } catch (Throwable e) {
      throw new AssertionError("seed %d: %s".formatted(seed, HexFormat.of().formatHex(module)), e);
    }
  }

  private void run(ModuleShape shape, byte[] bytes) {
    CompiledModule module = ENGINE.compile(bytes);
    compiled++;
    WasmInstance instance = module.instantiate(host(shape), LIMITS);
    for (Export export : shape.exports()) {
      if (export.type() instanceof ExternType.Function(var type) && !instance.broken()) {
        call(instance.function(export.name()).orElseThrow(), type);
      }
    }
    assertThat(instance.memory().size()).isLessThanOrEqualTo(LIMITS.memoryBytes());
  }

  /// Whatever the module now imports from `env`, answered by its first argument.
  private static HostFunctions host(ModuleShape shape) {
    List<HostFunction> functions = new ArrayList<>();
    for (Import wanted : shape.imports()) {
      if (wanted.module().equals("env") && wanted.type() instanceof ExternType.Function(var type)) {
        functions.add(
            new HostFunction(
                "env",
                wanted.name(),
                type,
                (_, arguments) -> arguments.length == 0 ? 0 : arguments[0]));
      }
    }
    return HostFunctions.of(functions);
  }

  private void call(WasmFunction function, FunctionType type) {
    long[] arguments = random.longs(type.parameters().size(), -4, 100).toArray();
    try {
      function.call(arguments);
      ran++;
    } catch (TrapException _) {
      // one of the ends that a call may have
    }
  }

  private byte[] mutated(byte[] original) {
    byte[] module = original.clone();
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int at = 8 + random.nextInt(module.length - 8);
      switch (random.nextInt(6)) {
        case 0 -> module[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> module[at] = (byte) random.nextInt(256);
        case 2 -> module[at] = (byte) (random.nextBoolean() ? 0x7f : 0xff);
        case 3 -> module = without(module, at, 1 + random.nextInt(4));
        case 4 -> module = doubled(module, at, 1 + random.nextInt(16));
        default -> module[at] = module[8 + random.nextInt(module.length - 8)];
      }
    }
    return random.nextInt(20) == 0 ? Arrays.copyOf(module, random.nextInt(module.length)) : module;
  }

  private static byte[] without(byte[] module, int from, int length) {
    int to = Math.min(from + length, module.length - 1);
    byte[] shorter = Arrays.copyOf(module, module.length - (to - from));
    System.arraycopy(module, to, shorter, from, module.length - to);
    return shorter.length > 9 ? shorter : module;
  }

  private static byte[] doubled(byte[] module, int from, int length) {
    int to = Math.min(from + length, module.length);
    byte[] longer = Arrays.copyOf(module, module.length + (to - from));
    System.arraycopy(module, from, longer, to, module.length - from);
    return longer;
  }
}
