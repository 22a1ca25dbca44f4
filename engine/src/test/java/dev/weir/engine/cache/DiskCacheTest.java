package dev.weir.engine.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskCacheTest {
  private static final int DIGEST_BYTES = 32;

  @TempDir private Path temporary;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource source = () -> now;
  private final Clock clock = source.withZone(ZoneOffset.UTC);

  @Test
  void givesBackWhatWasWritten() {
    DiskCache cache = new DiskCache(folder(), 1_000, clock);
    cache.write("a", "bytes".getBytes(UTF_8));

    assertThat(new DiskCache(folder(), 1_000, clock).read("a"))
        .hasValueSatisfying(bytes -> assertThat(bytes).asString(UTF_8).isEqualTo("bytes"));
    assertThat(cache.read("b")).isEmpty();
  }

  @Test
  void removesAnEntryWhoseBytesChanged() throws IOException {
    DiskCache cache = new DiskCache(folder(), 1_000, clock);
    cache.write("a", "bytes".getBytes(UTF_8));
    Path file = files().getFirst();
    byte[] bytes = Files.readAllBytes(file);
    bytes[DIGEST_BYTES] ^= 1;
    Files.write(file, bytes);

    assertThat(cache.read("a")).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void removesAnEntryThatWasCutShort() throws IOException {
    DiskCache cache = new DiskCache(folder(), 1_000, clock);
    cache.write("a", "bytes".getBytes(UTF_8));
    Files.write(files().getFirst(), new byte[5]);

    assertThat(cache.read("a")).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void letsTheLeastRecentlyReadGoFirst() {
    DiskCache cache = new DiskCache(folder(), 2L * (DIGEST_BYTES + 10), clock);
    for (String key : List.of("a", "b")) {
      cache.write(key, new byte[10]);
      now = now.plusSeconds(1);
    }
    touchAll();
    now = now.plusSeconds(1);
    assertThat(cache.read("a")).isPresent();
    now = now.plusSeconds(1);

    cache.write("c", new byte[10]);

    assertThat(cache.read("a")).isPresent();
    assertThat(cache.read("b")).isEmpty();
    assertThat(cache.read("c")).isPresent();
  }

  @Test
  void removesWhatAKilledProcessLeft() throws IOException {
    DiskCache cache = new DiskCache(folder(), 1_000, clock);
    cache.write("a", new byte[1]);
    Path left = Files.createFile(folder().resolve("b1.partial"));
    Files.setLastModifiedTime(left, FileTime.from(now.minus(Duration.ofHours(2))));

    cache.write("c", new byte[1]);

    assertThat(left).doesNotExist();
  }

  @Test
  void leavesFilesOfOthersAlone() throws IOException {
    Files.createDirectories(folder());
    Path foreign = Files.write(folder().resolve("notes.txt"), new byte[5_000]);

    new DiskCache(folder(), 100, clock).write("a", new byte[10]);

    assertThat(foreign).exists();
  }

  @Test
  void keepsItsFolderToTheUser() throws IOException {
    new DiskCache(folder(), 100, clock).write("a", new byte[1]);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
        .isEqualTo("rwx------");
  }

  @Test
  void doesWithoutAFolderThatCannotBeMade() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    DiskCache cache = new DiskCache(file.resolve("below"), 100, clock);

    cache.write("a", new byte[1]);

    assertThat(cache.read("a")).isEmpty();
  }

  @Test
  void refusesAKeyThatIsNoFileName() {
    DiskCache cache = new DiskCache(folder(), 100, clock);

    assertThatThrownBy(() -> cache.read("../a")).isInstanceOf(IllegalArgumentException.class);
  }

  private Path folder() {
    return temporary.resolve("cache");
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder())) {
      return files.toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Written files carry the machine's time; give them the test's, in the order of their names.
  private void touchAll() {
    for (Path file : files()) {
      Instant written = file.toString().endsWith("a.entry") ? now.minusSeconds(9) : now;
      try {
        Files.setLastModifiedTime(file, FileTime.from(written));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
