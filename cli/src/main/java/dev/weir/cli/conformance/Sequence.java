package dev.weir.cli.conformance;

import java.util.List;
import java.util.stream.Collectors;

/// Exchanges through several plugins, and changes of them, one after the other.
record Sequence(List<Step> steps) implements Scenario {
  Sequence {
    steps = List.copyOf(steps);
  }

  @Override
  public String shown() {
    return steps.stream().map(Step::shown).collect(Collectors.joining("\n"));
  }
}
