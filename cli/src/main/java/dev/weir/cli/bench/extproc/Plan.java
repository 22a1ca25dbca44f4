package dev.weir.cli.bench.extproc;

import dev.weir.cli.bench.report.Scenario;
import java.time.Duration;
import java.util.List;

/// What a run measures, and for how long.
///
/// @param rounds rounds that must count, per scenario
/// @param fleetRounds rounds after which all Envoys make way for new ones
/// @param slice one setup under one load, within one round
/// @param warmUp at most this long, and at least a third of it, for a server on a JVM in the first
///   scenario, and a quarter of that in each further one, which only adds to what is compiled
public record Plan(
    List<Scenario> scenarios, int rounds, int fleetRounds, Duration slice, Duration warmUp) {
  /// About four minutes.
  public static final Plan QUICK =
      new Plan(List.of(Scenario.values()), 3, 3, Duration.ofMillis(500), Duration.ofSeconds(16));

  /// As many rounds as a median needs on a noisy machine, each so short that what disturbs it
  /// disturbs all of it, and as many Envoys as it takes for one that is slow from its start to its
  /// end not to count much; about 45 minutes.
  public static final Plan FULL =
      new Plan(List.of(Scenario.values()), 48, 8, Duration.ofMillis(400), Duration.ofSeconds(60));

  /// Warm-up for what has only connections to open: an Envoy, a server in Go, one that is warm.
  static final Duration SHORT_WARM_UP = Duration.ofMillis(500);

  public Plan {
    scenarios = List.copyOf(scenarios);
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds: %d (expected: at least 1)".formatted(rounds));
    }
  }

  /// Discarded rounds are run again, but not for ever.
  int attempts() {
    return rounds + Math.max(2, rounds / 2);
  }

  Plan afterTheFirstScenario() {
    return new Plan(scenarios, rounds, fleetRounds, slice, warmUp.dividedBy(4));
  }

  public Plan withRounds(int other) {
    return new Plan(scenarios, other, fleetRounds, slice, warmUp);
  }

  public Plan withScenarios(List<Scenario> others) {
    return new Plan(others, rounds, fleetRounds, slice, warmUp);
  }
}
