package dev.weir.cli.bench.extproc;

import dev.weir.cli.bench.report.Scenario;
import dev.weir.cli.bench.report.ScenarioResult;
import java.util.ArrayList;
import java.util.List;

/// One scenario while it is measured, round by round.
final class ScenarioRun {
  private final Scenario scenario;
  private final int fixedRate;
  private final List<RoundRunner.Outcome> outcomes = new ArrayList<>();

  ScenarioRun(Scenario scenario, int fixedRate) {
    this.scenario = scenario;
    this.fixedRate = fixedRate;
  }

  Scenario scenario() {
    return scenario;
  }

  int fixedRate() {
    return fixedRate;
  }

  void add(RoundRunner.Outcome outcome) {
    outcomes.add(outcome);
  }

  long counted() {
    return outcomes.stream().filter(RoundRunner.Outcome::counts).count();
  }

  ScenarioResult result() {
    return new ScenarioResult(
        scenario,
        fixedRate,
        outcomes.stream()
            .filter(RoundRunner.Outcome::counts)
            .map(RoundRunner.Outcome::round)
            .toList(),
        outcomes.stream()
            .filter(outcome -> !outcome.faults().isEmpty())
            .map(outcome -> String.join("; ", outcome.faults()))
            .toList(),
        outcomes.stream().flatMap(outcome -> outcome.wrongAnswers().stream()).toList());
  }
}
