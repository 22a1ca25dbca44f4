package dev.weir.cli.bench.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weir.cli.bench.host.measure.HostPlan;
import dev.weir.cli.bench.host.measure.Subject;
import dev.weir.cli.bench.host.measure.SubjectResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That everything is measured, with the real host in processes of its own. The figures of so short
/// a run mean nothing.
class HostBenchTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final HostPlan SHORT =
      new HostPlan(
          List.of(0, 4096, 65536), 2, 2, Duration.ofMillis(5), Duration.ofMillis(50), 2, 2, 1000);

  @TempDir Path folder;

  @Test
  void measuresAModuleThatSeesBodies() throws Exception {
    Path module = HOME.resolve("filters/mask/mask.wasm");
    HostReport report = bench().run(Subject.of("mask", module, "{\"bodies\":\"mask\"}"));

    SubjectResult result = report.found().getFirst().result();
    assertThat(result.costs())
        .extracting(SubjectResult.Cost::bodyBytes)
        .containsExactly(0, 4096, 65536);
    assertThat(result.costs()).allSatisfy(cost -> assertThat(cost.host().min()).isGreaterThan(100));
    assertThat(HostTable.of(report)).contains("mask, 64 KiB bodies", "from the disk cache");
  }

  @Test
  void stopsEndlessLoops() throws Exception {
    HostReport report = bench().stops(HOME);

    SubjectResult.Stop stop = report.found().getFirst().result().stops().getFirst();
    assertThat(stop.clock().min()).isGreaterThan(-1);
    assertThat(HostTable.of(report)).contains("endless loop");
  }

  @Test
  void saysWhyAModuleCannotBeMeasured() {
    Path module = HOME.resolve("filters/mask/mask.wasm");

    assertThatIllegalStateException()
        .isThrownBy(() -> bench().run(Subject.of("mask", module, "{}")))
        .withMessageStartingWith("plugin mask: configuration refused");
  }

  private HostBench bench() throws Exception {
    return new HostBench(SHORT, Files.createDirectories(folder), _ -> {});
  }
}
