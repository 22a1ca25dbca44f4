package dev.weir.cli.bench.host;

import dev.weir.cli.bench.host.measure.SubjectResult;
import dev.weir.cli.bench.table.Grid;
import dev.weir.cli.bench.table.Machine;
import dev.weir.cli.bench.table.Target;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A report as text.
final class HostTable {
  private final HostReport report;
  private final StringBuilder text = new StringBuilder();

  private HostTable(HostReport report) {
    this.report = report;
  }

  static String of(HostReport report) {
    var table = new HostTable(report);
    table.costs();
    table.starts();
    table.stops();
    table.targets();
    table.circumstances();
    return table.text.toString();
  }

  static String body(int bytes) {
    return bytes == 0 ? "" : ", %d KiB bodies".formatted(bytes >> 10);
  }

  private void costs() {
    line("one simulated request: context, request and response with 20 headers, log, done, delete");
    line(
        report.jvms() == 1
            ? "median (min..max) of %d rounds of both in turns, in one JVM:"
                .formatted(report.rounds())
            : "median (min..max) of %d JVMs, of each the median of %d rounds of both in turns:"
                .formatted(report.jvms(), report.rounds()));
    var grid =
        new Grid(
            List.of(
                "host, ns of CPU",
                "bare engine, ns",
                "host to bare",
                "host, bytes",
                "bare, bytes"));
    for (HostReport.Found found : report.found()) {
      for (SubjectResult.Cost cost : found.result().costs()) {
        grid.row(
            found.name() + body(cost.bodyBytes()),
            List.of(
                cost.host().toText(0),
                cost.bare().toText(0),
                cost.ratio().toText(2),
                cost.hostBytes().toText(0),
                cost.bareBytes().toText(0)));
      }
    }
    text.append(grid);
  }

  private void starts() {
    line("\nfrom a module's bytes to the end of its first request in a new JVM, and one instance:");
    var grid =
        new Grid(
            List.of("compiled, ms", "from the disk cache, ms", "KB per instance", "heap growth"));
    for (HostReport.Found found : report.found()) {
      SubjectResult result = found.result();
      if (!result.starts().isEmpty()) {
        grid.row(
            found.name(),
            List.of(
                start(result, false),
                start(result, true),
                result.memory().stream()
                    .map(memory -> number("%,.0f", memory.kilobytes()))
                    .collect(Collectors.joining()),
                result.longRuns().stream().map(HostTable::growth).collect(Collectors.joining())));
      }
    }
    text.append(grid);
  }

  private static String start(SubjectResult result, boolean fromCache) {
    return result.starts().stream()
        .filter(start -> start.fromCache() == fromCache)
        .map(start -> number("%,.0f", start.millis()))
        .collect(Collectors.joining());
  }

  private static String growth(SubjectResult.LongRun run) {
    return "%,d bytes in %,d requests".formatted(run.growth(), run.requests());
  }

  private void stops() {
    for (HostReport.Found found : report.found()) {
      for (SubjectResult.Stop stop : found.result().stops()) {
        line(
            "\n%s, stopped after its limit: CPU %s ms, clock %s ms; median (min..max) of %d"
                .formatted(
                    found.name(), stop.cpu().toText(2), stop.clock().toText(2), stop.loops()));
      }
    }
  }

  private void targets() {
    line("");
    report.targets().stream().map(Target::toString).forEach(this::line);
  }

  private void circumstances() {
    Machine machine = report.machine();
    line("\n" + machine.toText() + ", Java " + machine.java());
    line("flags: " + String.join(" ", report.flags()));
    line(Machine.quietness(report.disturbance()));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
