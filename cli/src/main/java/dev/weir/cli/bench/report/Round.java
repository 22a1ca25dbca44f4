package dev.weir.cli.bench.report;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// One round of one scenario: every setup under both loads, one after the other. Figures are only
/// ever compared within a round.
///
/// @param closedLoop as fast as each setup answers
/// @param fixedRate at the rate that is the same for every setup; empty where that was not measured
public record Round(Map<Setup, Slice> closedLoop, Map<Setup, Slice> fixedRate) {
  public Round {
    closedLoop = Map.copyOf(closedLoop);
    fixedRate = Map.copyOf(fixedRate);
    if (!fixedRate.isEmpty() && !closedLoop.keySet().equals(fixedRate.keySet())) {
      throw new IllegalArgumentException(
          "round: closed loop of %s, fixed rate of %s (expected: the same)"
              .formatted(closedLoop.keySet(), fixedRate.keySet()));
    }
  }

  /// Which setups were measured, in the order of [Setup].
  public Set<Setup> setups() {
    return new TreeSet<>(closedLoop.keySet());
  }

  public boolean atFixedRate() {
    return !fixedRate.isEmpty();
  }

  public Slice closedLoop(Setup setup) {
    return get(closedLoop, setup);
  }

  public Slice fixedRate(Setup setup) {
    return get(fixedRate, setup);
  }

  public List<Slice> slices(Setup setup) {
    return atFixedRate()
        ? List.of(closedLoop(setup), fixedRate(setup))
        : List.of(closedLoop(setup));
  }

  private static Slice get(Map<Setup, Slice> slices, Setup setup) {
    Slice found = slices.get(setup);
    if (found == null) {
      throw new IllegalArgumentException(
          "round: without %s (expected: one of %s)".formatted(setup, slices.keySet()));
    }
    return found;
  }
}
