package dev.weir.cli.bench.extproc;

import dev.weir.cli.bench.load.Load;
import dev.weir.cli.bench.report.Scenario;
import dev.weir.cli.bench.report.ScenarioResult;
import dev.weir.cli.bench.report.Setup;
import dev.weir.cli.bench.report.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// One scenario while it is measured, round by round.
final class ScenarioRun {
  /// The fixed rate is this share of what the peer answers in a closed loop.
  private static final double FIXED_RATE_SHARE = 0.3;

  private final Scenario scenario;
  private final Fleet fleet;
  private final Slices slices;
  private final Consumer<String> progress;
  private final List<RoundRunner.Outcome> outcomes = new ArrayList<>();

  ScenarioRun(Scenario scenario, Fleet fleet, Slices slices, Consumer<String> progress) {
    this.scenario = scenario;
    this.fleet = fleet;
    this.slices = slices;
    this.progress = progress;
  }

  void warmUp() throws InterruptedException {
    var warmUp = new WarmUp(slices.generator(), slices.origin(), slices.plan().warmUp());
    for (Deployment deployment : fleet.deployments()) {
      double share = warmUp.run(deployment);
      if (share > 0) {
        progress.accept(
            String.format(
                Locale.ROOT,
                "%s: warmed up, the server's compilers use %.0f %% of its CPU time",
                deployment.name(),
                100 * share));
      }
    }
  }

  /// Not before all is warm, the load generator too.
  ScenarioResult measure(Setup peer) throws InterruptedException {
    Plan plan = slices.plan();
    OptionalInt rate =
        scenario.atFixedRate() ? OptionalInt.of(fixedRate(peer)) : OptionalInt.empty();
    var runner = new RoundRunner(slices.generator(), slices.origin(), plan.slice());
    for (int number = 1; number <= plan.attempts() && counted() < plan.rounds(); number++) {
      var outcome = runner.run(fleet.deployments(), number, rate);
      outcomes.add(outcome);
      progress.accept(
          "round %d, %s: %s (%d of %d)"
              .formatted(number, scenario.title(), rates(outcome), counted(), plan.rounds()));
      outcome.faults().forEach(fault -> progress.accept("round discarded: " + fault));
      outcome.wrongAnswers().forEach(wrong -> progress.accept("WRONG ANSWERS: " + wrong));
    }
    return result(rate);
  }

  private int fixedRate(Setup peer) throws InterruptedException {
    var load = new Load.ClosedLoop(slices.plan().slice());
    Slice slice = fleet.get(peer).measure(slices.generator(), slices.origin(), load);
    return Math.max(1, (int) Math.round(slice.load().perSecond() * FIXED_RATE_SHARE));
  }

  private static String rates(RoundRunner.Outcome outcome) {
    var rates = new ArrayList<String>();
    for (Setup setup : outcome.round().setups()) {
      double perSecond = outcome.round().closedLoop(setup).load().perSecond();
      rates.add(String.format(Locale.ROOT, "%s %,.0f/s", setup.title(), perSecond));
    }
    return String.join(", ", rates);
  }

  private long counted() {
    return outcomes.stream().filter(RoundRunner.Outcome::counts).count();
  }

  private ScenarioResult result(OptionalInt rate) {
    return new ScenarioResult(
        scenario,
        rate.orElse(0),
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
