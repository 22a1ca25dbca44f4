package dev.weir.cli.bench.report;

import java.util.List;

/// What a run found for one scenario.
///
/// @param fixedRate requests per second of the open loop, the same for every setup; 0 for no such
///   loop
/// @param rounds those that count
/// @param discarded why each of the others does not
/// @param wrongAnswers answers that were not what the filter makes of them; any is a failed run
public record ScenarioResult(
    Scenario scenario,
    int fixedRate,
    List<Round> rounds,
    List<String> discarded,
    List<String> wrongAnswers) {
  public ScenarioResult {
    rounds = List.copyOf(rounds);
    discarded = List.copyOf(discarded);
    wrongAnswers = List.copyOf(wrongAnswers);
  }
}
