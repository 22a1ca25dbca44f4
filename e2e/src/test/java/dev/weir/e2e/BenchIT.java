package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.bench.extproc.Bench;
import dev.weir.cli.bench.extproc.Plan;
import dev.weir.cli.bench.extproc.Servers;
import dev.weir.cli.bench.process.NoopPeer;
import dev.weir.cli.bench.report.Report;
import dev.weir.cli.bench.report.Scenario;
import dev.weir.cli.bench.report.Setup;
import dev.weir.cli.bench.report.TableReport;
import dev.weir.cli.envoy.EnvoyFinder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Two short rounds of the benchmark, each with its own Envoys: that it runs and that every setup
/// answers right. Its figures mean nothing.
@Isolated
class BenchIT {
  private static final Plan SHORT =
      new Plan(
          List.of(Scenario.BOTH_HEADERS, Scenario.BUFFERED_64K, Scenario.EVENTS),
          2,
          1,
          Duration.ofMillis(300),
          Duration.ofMillis(500));

  @Test
  void everySetupAnswersRightAndTheTableHasAllOfThem(@TempDir Path logs) throws Exception {
    var envoy = EnvoyFinder.of(System.getenv(), _ -> {}).find(Optional.empty());
    var noops = Map.of(Setup.NOOP_JAVA, NoopPeer.java());
    var sources = new Servers.Sources("test", envoy, Repository.path("filters"), noops);

    Report report = Bench.run(SHORT, sources, logs, System.out::println);

    assertThat(report.scenarios()).allSatisfy(it -> assertThat(it.wrongAnswers()).isEmpty());
    assertThat(report.passed()).isTrue();
    assertThat(TableReport.of(report))
        .contains("Envoy alone", "Envoy's own VM", "no-op, Java", "Weir", "Weir, chain of 5");
  }
}
