package dev.weir.cli.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuReadingTest {
  @Test
  void readsTheFirstFieldOfEveryThread(@TempDir Path tasks) throws IOException {
    write(tasks, "7", "1500 20 3");
    write(tasks, "8", "500 0 1");

    assertThat(CpuReading.read(tasks))
        .isEqualTo(new CpuReading(Map.of("7 main", 1500L, "8 main", 500L)));
  }

  @Test
  void passesOverAThreadThatHasJustEnded(@TempDir Path tasks) throws IOException {
    write(tasks, "7", "1500 20 3");
    Files.createDirectory(tasks.resolve("8"));

    assertThat(CpuReading.read(tasks).nanosByThread()).containsOnlyKeys("7 main");
  }

  @Test
  void countsThreadsThatStartedSinceAndNotThoseThatEnded() {
    var earlier = new CpuReading(Map.of("7", 1000L, "8", 400L));
    var later = new CpuReading(Map.of("7", 1500L, "9", 30L));

    assertThat(later.since(earlier)).isEqualTo(Duration.ofNanos(530));
  }

  @Test
  void tellsWhatCompilersUsedFromTheRest() {
    var earlier = new CpuReading(Map.of("7 main", 1000L, "8 C2 CompilerThre", 400L));
    var later = new CpuReading(Map.of("7 main", 1500L, "8 C2 CompilerThre", 600L));

    assertThat(later.compilersSince(earlier)).isEqualTo(Duration.ofNanos(200));
    assertThat(later.withoutCompilersSince(earlier))
        .isEqualTo(later.since(earlier).minusNanos(200));
  }

  @Test
  void seesThisProcessWork() throws IOException {
    var before = CpuReading.of(ProcessHandle.current().pid());
    while (CpuReading.of(ProcessHandle.current().pid()).since(before).isZero()) {
      Thread.onSpinWait();
    }
  }

  private static void write(Path tasks, String thread, String schedstat) throws IOException {
    Path folder = Files.createDirectory(tasks.resolve(thread));
    Files.writeString(folder.resolve("schedstat"), schedstat);
    Files.writeString(folder.resolve("comm"), "main\n");
  }
}
