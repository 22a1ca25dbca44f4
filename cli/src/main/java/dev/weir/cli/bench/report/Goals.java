package dev.weir.cli.bench.report;

import dev.weir.cli.bench.table.Spread;
import dev.weir.cli.bench.table.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What Weir is held to behind a proxy. Ratios are to the peer, but where they say otherwise.
final class Goals {
  private final Report report;
  private final List<Target> targets = new ArrayList<>();

  private Goals(Report report) {
    this.report = report;
  }

  static List<Target> of(Report report) {
    var goals = new Goals(report);
    goals.headers();
    goals.bodies();
    goals.beside();
    return List.copyOf(goals.targets);
  }

  private void headers() {
    atMost(Scenario.BOTH_HEADERS, Figure.SERVER_CPU, 0.25);
    atMost(Scenario.BOTH_HEADERS, Figure.TOTAL_CPU, 0.65);
    atLeast(Scenario.BOTH_HEADERS, Setup.WEIR, report.peer(), 1.30);
    atMost(Scenario.BOTH_HEADERS, Figure.SERVER_CPU_AT_RATE, 0.30);
    atMost(Scenario.BOTH_HEADERS, Figure.ADDED_P50, 0.42);
  }

  private void bodies() {
    atMost(Scenario.BUFFERED_4K, Figure.SERVER_CPU, 0.28);
    atLeast(Scenario.BUFFERED_4K, Setup.WEIR, report.peer(), 1.35);
    atLeast(Scenario.DUPLEX_1M, Setup.WEIR, report.peer(), 1.15);
    atMost(Scenario.DUPLEX_1M, Figure.SERVER_CPU, 0.50);
  }

  private void beside() {
    atLeast(Scenario.BOTH_HEADERS, Setup.WEIR, Setup.OWN_VM, 0.80);
    atLeast(Scenario.BOTH_HEADERS, Setup.WEIR_CHAIN, Setup.WEIR, 0.92);
    atLeast(Scenario.UPLOAD_1M, Setup.WEIR, Setup.ALONE, 0.95);
  }

  private void atMost(Scenario scenario, Figure figure, double wanted) {
    String what = "%s: %s, to %s".formatted(scenario.title(), figure.title(), peer());
    ratio(scenario, figure, Setup.WEIR, report.peer())
        .ifPresent(found -> targets.add(Target.atMost(what, wanted, found.median())));
  }

  private void atLeast(Scenario scenario, Setup setup, Setup to, double wanted) {
    String what = "%s: requests/s, %s to %s".formatted(scenario.title(), setup.title(), to.title());
    ratio(scenario, Figure.REQUESTS, setup, to)
        .ifPresent(found -> targets.add(Target.atLeast(what, wanted, found.median())));
  }

  private Optional<Spread> ratio(Scenario scenario, Figure figure, Setup setup, Setup to) {
    return report.scenarios().stream()
        .filter(result -> result.scenario() == scenario)
        .findFirst()
        .flatMap(result -> figure.ratio(result.rounds(), setup, to));
  }

  private String peer() {
    return report.peer().title();
  }
}
