package dev.weir.cli.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.bench.table.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
  private static final int PLANNED_ROUNDS = 2;

  private static Report report(List<String> discarded, List<String> wrongAnswers) {
    var rounds = List.of(Slices.round(1.25), Slices.round(0.75));
    return new Report(
        new Machine("a cpu", 2, 24_000, "Linux 6", "25"),
        new Report.Versions("weir 0.1", "1.40.0"),
        Setup.NOOP_GO,
        PLANNED_ROUNDS,
        0.01,
        List.of(new ScenarioResult(Scenario.BOTH_HEADERS, 300, rounds, discarded, wrongAnswers)));
  }

  @Test
  void printsRatiosFirstAndAbsoluteFiguresAsTheMachines() {
    String table = TableReport.of(report(List.of(), List.of()));

    assertThat(table)
        .containsSubsequence(
            "ratio to the no-op, Go server of the same round:",
            "requests/s                       3.00 (3.00..3.00)  2.00 (2.00..2.00)"
                + "  1.00 (0.75..1.25)",
            "fixed rate, 300/s",
            "p50 added to Envoy alone         -                  0.10 (0.10..0.10)",
            "absolute, this machine only: median (min..max) of 2 rounds",
            "CPU per request, server, µs          -",
            "machine: a cpu, 2 cores");
  }

  @Test
  void saysWhichGoalsWereReached() {
    assertThat(TableReport.of(report(List.of(), List.of())))
        .contains(
            "reached B: request and response headers: CPU per request, server, to no-op, Go: 0.25",
            "missed  B: request and response headers: requests/s, Weir to no-op, Go: 1.00")
        .doesNotContain("buffered");
  }

  @Test
  void failsARunWithWrongAnswersAndSaysSoFirst() {
    var wrong = report(List.of(), List.of("Weir: 0 of 5 requests"));

    assertThat(wrong.passed()).isFalse();
    assertThat(TableReport.of(wrong).lines().skip(2).findFirst())
        .contains("WRONG ANSWERS: Weir: 0 of 5 requests");
  }

  @Test
  void failsARunWithTooFewRounds() {
    var whole = report(List.of(), List.of());
    var rounds = whole.scenarios().getFirst().rounds().subList(0, 1);
    var few = new ScenarioResult(Scenario.BOTH_HEADERS, 300, rounds, List.of(), List.of());

    assertThat(whole.passed()).isTrue();
    assertThat(
            new Report(
                    whole.machine(),
                    whole.versions(),
                    whole.peer(),
                    PLANNED_ROUNDS,
                    0,
                    List.of(few))
                .passed())
        .isFalse();
  }

  @Test
  void givesEveryRoundsFiguresAsJson() {
    var json = JsonMapper.shared().readTree(JsonReport.of(report(List.of("a stall"), List.of())));

    var scenario = json.path("scenarios").path(0);
    assertThat(scenario.path("rounds").path("weir").path("requests").path(1).asDouble())
        .isEqualTo(750);
    assertThat(scenario.path("ratios").path("weir").path("serverCpu").path("median").asDouble())
        .isEqualTo(0.25);
    assertThat(scenario.path("discarded").path(0).asString()).isEqualTo("a stall");
  }
}
