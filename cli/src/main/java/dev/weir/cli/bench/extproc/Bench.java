package dev.weir.cli.bench.extproc;

import dev.weir.cli.bench.load.LoadGenerator;
import dev.weir.cli.bench.load.Mark;
import dev.weir.cli.bench.load.Origin;
import dev.weir.cli.bench.process.Disturbance;
import dev.weir.cli.bench.report.Report;
import dev.weir.cli.bench.report.Scenario;
import dev.weir.cli.bench.report.ScenarioResult;
import dev.weir.cli.bench.table.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/// One run: the servers stay up, and each scenario in its turn gets its Envoys, again and again new
/// ones, is warmed up and is measured round by round.
public final class Bench {
  private static final Mark NO_MARK = Mark.ofHeader("\r\nno-such-header: \r\n");

  private final Plan plan;
  private final Servers.Sources sources;
  private final Path folder;
  private final Consumer<String> progress;
  private double disturbance;

  private Bench(Plan plan, Servers.Sources sources, Path folder, Consumer<String> progress) {
    this.plan = plan;
    this.sources = sources;
    this.folder = folder;
    this.progress = progress;
  }

  /// Does the whole run.
  ///
  /// @param folder for the configurations and logs of everything that is started
  /// @param progress takes a line whenever there is something to tell
  public static Report run(
      Plan plan, Servers.Sources sources, Path folder, Consumer<String> progress)
      throws InterruptedException {
    return new Bench(plan, sources, folder, progress).run();
  }

  private Report run() throws InterruptedException {
    progress.accept("starting the servers (logs: %s)".formatted(folder));
    var results = new ArrayList<ScenarioResult>();
    try (var origin = Origin.start(NO_MARK);
        var servers = Servers.start(sources, origin.address(), folder)) {
      for (Scenario scenario : plan.scenarios()) {
        Plan current = results.isEmpty() ? plan : plan.afterTheFirstScenario();
        results.add(measure(scenario, current, origin, servers));
      }
    }
    return new Report(
        Machine.here(),
        new Report.Versions(sources.weirVersion(), sources.envoy().version().toString()),
        sources.peer(),
        plan.rounds(),
        disturbance,
        results);
  }

  private ScenarioResult measure(Scenario scenario, Plan plan, Origin origin, Servers servers)
      throws InterruptedException {
    Mark mark = scenario.filter().mark();
    origin.lookFor(mark);
    var traffic = scenario.traffic();
    var request = BrowserRequest.of(traffic);
    progress.accept("%s: starting Envoys, warming up".formatted(scenario.title()));
    try (var generator = new LoadGenerator(request, mark, traffic.connections())) {
      var run = new ScenarioRun(scenario, new Slices(generator, origin, plan), progress);
      for (int number = 1; run.goesOn(); number++) {
        try (var fleet = Fleet.start(scenario, servers, place(origin, scenario, number))) {
          measure(run, fleet, servers.pids());
        }
      }
      return run.result();
    }
  }

  private Fleet.Place place(Origin origin, Scenario scenario, int number) {
    String name = "%s-%d".formatted(scenario.label(), number);
    return new Fleet.Place(
        sources.envoy().path(), origin.address(), sources.filters(), folder.resolve(name));
  }

  private void measure(ScenarioRun run, Fleet fleet, Set<Long> servers)
      throws InterruptedException {
    run.warmUp(fleet);
    var pids = new HashSet<>(servers);
    pids.addAll(fleet.pids());
    pids.add(ProcessHandle.current().pid());
    var others = Disturbance.since(pids);
    run.measure(fleet, sources.peer());
    disturbance = Math.max(disturbance, others.cores());
  }
}
