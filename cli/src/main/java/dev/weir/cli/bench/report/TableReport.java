package dev.weir.cli.bench.report;

import dev.weir.cli.bench.table.Grid;
import dev.weir.cli.bench.table.Machine;
import dev.weir.cli.bench.table.Spread;
import dev.weir.cli.bench.table.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A report as text: for each scenario the ratios first, then the absolute figures that no other
/// machine will repeat.
public final class TableReport {
  private final Report report;
  private final StringBuilder text = new StringBuilder();

  private TableReport(Report report) {
    this.report = report;
  }

  public static String of(Report report) {
    var table = new TableReport(report);
    report.scenarios().forEach(table::scenario);
    table.line("");
    report.targets().stream().map(Target::toString).forEach(table::line);
    table.circumstances();
    return table.text.toString();
  }

  private void scenario(ScenarioResult result) {
    line("\n== " + result.scenario().title() + " ==");
    result.wrongAnswers().forEach(wrong -> line("WRONG ANSWERS: " + wrong));
    result.discarded().forEach(reason -> line("discarded round: " + reason));
    if (result.rounds().isEmpty()) {
      line("no round counted");
      return;
    }
    List<Setup> setups = List.copyOf(result.rounds().getFirst().setups());
    String spread = "median (min..max) of %d rounds".formatted(result.rounds().size());
    line("ratio to the %s server of the same round:".formatted(peer()));
    line(spread);
    ratios(result, setups.stream().filter(setup -> setup != report.peer()).toList());
    line("\nabsolute, this machine only: " + spread);
    absolutes(result, setups);
  }

  private void ratios(ScenarioResult result, List<Setup> setups) {
    var grid = new Grid(setups.stream().map(Setup::title).toList());
    for (Figure figure : figures(result)) {
      heading(grid, figure, result);
      var cells = new ArrayList<String>();
      for (Setup setup : setups) {
        cells.add(cell(figure.ratio(result.rounds(), setup, report.peer()), 2));
      }
      grid.row(figure.title(), cells);
    }
    text.append(grid);
    if (setups.contains(Setup.WEIR)) {
      Figure.REQUESTS
          .ratio(result.rounds(), Setup.WEIR, Setup.OWN_VM)
          .ifPresent(spread -> line("requests/s, Weir to Envoy's own VM: " + spread.toText(2)));
    }
  }

  private void absolutes(ScenarioResult result, List<Setup> setups) {
    var grid = new Grid(setups.stream().map(Setup::title).toList());
    for (Figure figure : figures(result)) {
      heading(grid, figure, result);
      var cells = new ArrayList<String>();
      for (Setup setup : setups) {
        cells.add(cell(figure.spread(result.rounds(), setup), figure.digits()));
      }
      grid.row(figure.titleWithUnit(), cells);
    }
    text.append(grid);
  }

  private static List<Figure> figures(ScenarioResult result) {
    return Arrays.stream(Figure.values())
        .filter(figure -> !figure.atFixedRate() || result.rounds().getFirst().atFixedRate())
        .toList();
  }

  private static void heading(Grid grid, Figure figure, ScenarioResult result) {
    if (figure == Figure.REQUESTS) {
      int connections = result.scenario().traffic().connections();
      grid.heading("closed loop, %d connections".formatted(connections));
    } else if (figure == Figure.ADDED_P50) {
      grid.heading(String.format(Locale.ROOT, "fixed rate, %,d/s", result.fixedRate()));
    }
  }

  private static String cell(Optional<Spread> spread, int digits) {
    return spread.map(found -> found.toText(digits)).orElse("-");
  }

  private void circumstances() {
    Machine machine = report.machine();
    line("\n" + machine.toText());
    line(
        "versions: %s, Envoy %s (--concurrency 1)"
            .formatted(report.versions().weir(), report.versions().envoy()));
    line(Machine.quietness(report.disturbance()));
  }

  private String peer() {
    return report.peer().title();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
