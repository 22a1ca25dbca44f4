package dev.weir.engine.chicory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.engine.EngineOptions;
import dev.weir.engine.HostFunctions;
import dev.weir.engine.InstanceLimits;
import dev.weir.engine.WasmInstance;
import dev.weir.engine.cache.DiskCache;
import dev.weir.engine.module.ModuleLimits;
import dev.weir.engine.module.ModuleShape;
import dev.weir.engine.wat.Wat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompiledClassesTest {
  private static final byte[] GUEST =
      Wat.assemble(
          """
          (module
            (memory 1)
            (data (i32.const 8) "*")
            (func $answer (export "answer") (result i32) (i32.load8_u (i32.const 8)))
            (func (export "trap") (drop (call $answer)) unreachable))
          """);

  @TempDir private Path folder;

  @Test
  void runsTheSameFromTheCache() {
    assertThat(answer()).isEqualTo(42);
    Path entry = entries().getFirst();
    Instant written = Instant.parse("2020-01-01T00:00:00Z");
    touch(entry, written);

    assertThat(answer()).isEqualTo(42);

    assertThat(entries()).containsExactly(entry);
    assertThat(entry.toFile().lastModified()).as("read").isGreaterThan(written.toEpochMilli());
  }

  @Test
  void compilesAnewWhatTheCacheHasDamaged() throws IOException {
    answer();
    Path entry = entries().getFirst();
    byte[] damaged = Files.readAllBytes(entry);
    damaged[damaged.length / 2] ^= 0x55;
    Files.write(entry, damaged);

    assertThat(answer()).isEqualTo(42);
    assertThat(Files.readAllBytes(entry)).isNotEqualTo(damaged);
  }

  @Test
  void compilesAnewWhereTheClassesDoNotLoad() {
    ClassCache cache = new ClassCache(new DiskCache(folder, 1 << 20, Clock.systemUTC()));
    String digest = ModuleShape.read(GUEST).digest();
    cache.write(digest, CompiledClasses.read(new byte[] {1, 'n', 'o', 't', ' ', 'a', ' ', 'j'}));

    assertThat(answer()).isEqualTo(42);
  }

  private int answer() {
    EngineOptions options = new EngineOptions(ModuleLimits.DEFAULT, Optional.of(folder), 1 << 20);
    try (ChicoryEngine engine = ChicoryEngine.start(options)) {
      WasmInstance instance =
          engine.compile(GUEST).instantiate(HostFunctions.none(), InstanceLimits.DEFAULT);
      return (int) instance.function("answer").orElseThrow().call();
    }
  }

  private List<Path> entries() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void touch(Path file, Instant time) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(time));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
