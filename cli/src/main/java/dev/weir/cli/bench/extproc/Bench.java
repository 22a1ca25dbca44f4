package dev.weir.cli.bench.extproc;

import dev.weir.cli.bench.load.Load;
import dev.weir.cli.bench.load.LoadGenerator;
import dev.weir.cli.bench.load.Origin;
import dev.weir.cli.bench.process.Disturbance;
import dev.weir.cli.bench.report.Machine;
import dev.weir.cli.bench.report.Report;
import dev.weir.cli.bench.report.Scenario;
import dev.weir.cli.bench.report.Setup;
import dev.weir.cli.bench.report.Slice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.function.Consumer;

/// One run: starts everything, warms it up, then measures the setups in turns, round by round.
public final class Bench {
  /// The fixed rate is this share of what the peer answers in a closed loop.
  private static final double FIXED_RATE_SHARE = 0.3;

  private final Plan plan;
  private final Consumer<String> progress;
  private final Origin origin;
  private final LoadGenerator generator;
  private final Fleet fleet;

  private Bench(
      Plan plan, Consumer<String> progress, Origin origin, LoadGenerator generator, Fleet fleet) {
    this.plan = plan;
    this.progress = progress;
    this.origin = origin;
    this.generator = generator;
    this.fleet = fleet;
  }

  /// Does the whole run.
  ///
  /// @param folder for the configurations and logs of everything that is started
  /// @param progress takes a line whenever there is something to tell
  public static Report run(Plan plan, Fleet.Sources sources, Path folder, Consumer<String> progress)
      throws InterruptedException {
    progress.accept("starting Envoys and servers (logs: %s)".formatted(folder));
    try (var origin = Origin.start(Scenario.MARKER);
        var generator = new LoadGenerator(BrowserRequest.TEXT, Scenario.MARKER);
        var fleet = Fleet.start(sources, origin.address(), folder)) {
      return new Bench(plan, progress, origin, generator, fleet).run(sources);
    }
  }

  private Report run(Fleet.Sources sources) throws InterruptedException {
    for (Scenario scenario : Scenario.values()) {
      warmUp(scenario);
    }
    // Not before all is warm, the load generator too.
    var runs = new ArrayList<ScenarioRun>();
    for (Scenario scenario : Scenario.values()) {
      runs.add(new ScenarioRun(scenario, fixedRate(scenario)));
    }
    var disturbance = Disturbance.since(fleet.pids());
    for (int number = 1; number <= plan.attempts(); number++) {
      for (ScenarioRun run : runs) {
        if (run.counted() < plan.rounds()) {
          measureRound(run, number);
        }
      }
    }
    return new Report(
        Machine.here(),
        new Report.Versions(
            sources.weirVersion(), sources.envoy().version().toString(), sources.peer().language()),
        plan.rounds(),
        disturbance.cores(),
        runs.stream().map(ScenarioRun::result).toList());
  }

  private void warmUp(Scenario scenario) throws InterruptedException {
    var warmUp = new WarmUp(generator, origin, plan.warmUp());
    for (Deployment deployment : fleet.of(scenario)) {
      progress.accept("warming up: " + deployment.name());
      double share = warmUp.run(deployment);
      if (share > 0) {
        progress.accept(
            String.format(
                Locale.ROOT,
                "warmed up: the server's compilers use %.0f %% of its CPU time",
                100 * share));
      }
    }
  }

  private int fixedRate(Scenario scenario) throws InterruptedException {
    var load = new Load.ClosedLoop(plan.slice());
    Slice slice = fleet.get(scenario, Setup.PEER).measure(generator, origin, load);
    int rate = Math.max(1, (int) Math.round(slice.load().perSecond() * FIXED_RATE_SHARE));
    progress.accept("%s: fixed rate %,d requests/s".formatted(scenario.title(), rate));
    return rate;
  }

  private void measureRound(ScenarioRun run, int number) throws InterruptedException {
    var runner = new RoundRunner(generator, origin, plan.slice());
    var outcome = runner.run(fleet.of(run.scenario()), number, run.fixedRate());
    run.add(outcome);
    progress.accept(
        "round %d, %s: %s (%d of %d)"
            .formatted(
                number, run.scenario().title(), rates(outcome), run.counted(), plan.rounds()));
    outcome.faults().forEach(fault -> progress.accept("round discarded: " + fault));
    outcome.wrongAnswers().forEach(wrong -> progress.accept("WRONG ANSWERS: " + wrong));
  }

  private static String rates(RoundRunner.Outcome outcome) {
    var rates = new ArrayList<String>();
    for (Setup setup : outcome.round().setups()) {
      double perSecond = outcome.round().closedLoop(setup).load().perSecond();
      rates.add(String.format(Locale.ROOT, "%s %,.0f/s", setup.title(), perSecond));
    }
    return String.join(", ", rates);
  }
}
