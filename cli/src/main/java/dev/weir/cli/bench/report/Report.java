package dev.weir.cli.bench.report;

import dev.weir.cli.bench.table.Machine;
import dev.weir.cli.bench.table.Target;
import java.util.List;

/// What one run found.
///
/// @param peer to which all ratios are taken
/// @param plannedRounds rounds that had to count, per scenario
/// @param disturbance CPU cores' worth of time that processes outside the run used meanwhile
public record Report(
    Machine machine,
    Versions versions,
    Setup peer,
    int plannedRounds,
    double disturbance,
    List<ScenarioResult> scenarios) {
  /// What ran against what.
  public record Versions(String weir, String envoy) {}

  public Report {
    scenarios = List.copyOf(scenarios);
  }

  /// Whether every answer was right and as many rounds counted as were planned.
  public boolean passed() {
    return scenarios.stream()
        .allMatch(
            result -> result.wrongAnswers().isEmpty() && result.rounds().size() == plannedRounds);
  }

  public List<Target> targets() {
    return Goals.of(this);
  }
}
