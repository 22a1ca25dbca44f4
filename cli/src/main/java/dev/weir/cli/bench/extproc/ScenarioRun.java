package dev.weir.cli.bench.extproc;

import dev.weir.cli.bench.load.Load;
import dev.weir.cli.bench.report.Scenario;
import dev.weir.cli.bench.report.ScenarioResult;
import dev.weir.cli.bench.report.Setup;
import dev.weir.cli.bench.report.Slice;
import java.time.Duration;
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
  private final Slices slices;
  private final Consumer<String> progress;
  private final List<RoundRunner.Outcome> outcomes = new ArrayList<>();
  private OptionalInt fixedRate = OptionalInt.empty();

  ScenarioRun(Scenario scenario, Slices slices, Consumer<String> progress) {
    this.scenario = scenario;
    this.slices = slices;
    this.progress = progress;
  }

  /// Whether more rounds are wanted.
  boolean goesOn() {
    return outcomes.size() < slices.plan().attempts() && counted() < slices.plan().rounds();
  }

  /// The first fleet finds servers that are cold; what comes with each of the others are Envoys
  /// without connections.
  void warmUp(Fleet fleet) throws InterruptedException {
    boolean first = outcomes.isEmpty();
    Duration longest = first ? slices.plan().warmUp() : Plan.SHORT_WARM_UP;
    var warmUp = new WarmUp(slices.generator(), slices.origin(), longest);
    for (Deployment deployment : fleet.deployments()) {
      double share = warmUp.run(deployment);
      if (first && deployment.onJvm()) {
        progress.accept(
            String.format(
                Locale.ROOT,
                "%s: warmed up, the server's compilers use %.0f %% of its CPU time",
                deployment.name(),
                100 * share));
      }
    }
  }

  /// The rounds of one fleet. Not before all is warm, the load generator too.
  void measure(Fleet fleet, Setup peer) throws InterruptedException {
    Plan plan = slices.plan();
    if (scenario.atFixedRate() && fixedRate.isEmpty()) {
      fixedRate = OptionalInt.of(fixedRate(fleet.get(peer)));
    }
    var runner = new RoundRunner(slices.generator(), slices.origin(), plan.slice());
    for (int left = plan.fleetRounds(); left > 0 && goesOn(); left--) {
      int number = outcomes.size() + 1;
      var outcome = runner.run(fleet.deployments(), number, fixedRate);
      outcomes.add(outcome);
      progress.accept(
          "round %d, %s: %s (%d of %d)"
              .formatted(number, scenario.title(), rates(outcome), counted(), plan.rounds()));
      outcome.faults().forEach(fault -> progress.accept("round discarded: " + fault));
      outcome.wrongAnswers().forEach(wrong -> progress.accept("WRONG ANSWERS: " + wrong));
    }
  }

  private int fixedRate(Deployment peer) throws InterruptedException {
    var load = new Load.ClosedLoop(slices.plan().slice());
    Slice slice = peer.measure(slices.generator(), slices.origin(), load);
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

  ScenarioResult result() {
    return new ScenarioResult(
        scenario,
        fixedRate.orElse(0),
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
