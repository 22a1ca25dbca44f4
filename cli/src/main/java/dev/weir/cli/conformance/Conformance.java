package dev.weir.cli.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// Runs the cases in one or both placements.
public final class Conformance {
  private static final List<ProbePlugin> RANDOM =
      List.of(ProbePlugin.ONLY, ProbePlugin.CONNECTIONS);

  private final Rig.Binaries binaries;
  private final Consumer<String> progress;

  /// @param module the probe
  /// @param envoy the executable
  /// @param progress is told of each case when it is done, one at a time
  public Conformance(Path module, Path envoy, Consumer<String> progress) {
    this.binaries = new Rig.Binaries(module, envoy);
    this.progress = progress;
  }

  /// One case in one placement; a failure unless `actual` is what was expected.
  public record Result(String host, String chapter, String name, String expected, String actual) {
    public boolean passed() {
      return expected.equals(actual);
    }

    /// One line, and the difference where there is one.
    public String report() {
      String head =
          "%s  %s: %s: %s".formatted(passed() ? "passed " : "FAILED ", host, chapter, name);
      return passed()
          ? head
          : "%s\n  expected:\n%s\n  was:\n%s"
              .formatted(head, expected.indent(4), actual.indent(4).stripTrailing());
    }
  }

  /// In Weir; and, if `alsoEnvoy` says so, in its strict mode and in Envoy's own VM.
  ///
  /// @param suite `proxy-wasm`
  /// @param filter part of the names of the cases that are run; empty for all
  public List<Result> run(String suite, boolean alsoEnvoy, String filter)
      throws IOException, InterruptedException {
    List<Group> groups =
        Group.of(Chapter.all(suite).stream().filter(chapter -> chapter.has(filter)).toList());
    List<Result> results = new ArrayList<>(run(Placement.WEIR, groups, filter));
    if (alsoEnvoy) {
      results.addAll(run(Placement.STRICT, groups, filter));
      results.addAll(run(Placement.ENVOY, groups, filter));
    }
    return List.copyOf(results);
  }

  /// Random scripts in Weir's strict mode and in Envoy's own VM; what Envoy does is expected.
  ///
  /// @param count of scripts for requests, and of as many for TCP connections
  public List<Result> random(int count, long seed) throws IOException, InterruptedException {
    List<Scenario> scripts = RandomScripts.of(count, seed);
    List<List<String>> outcomes =
        AtOnce.run(
            List.of(
                () -> outcomes(Placement.ENVOY, scripts),
                () -> outcomes(Placement.STRICT, scripts)));
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < scripts.size(); i++) {
      Result result =
          new Result(
              Placement.STRICT.host,
              "random script %d of seed %d".formatted(i + 1, seed),
              scripts.get(i).shown(),
              outcomes.getFirst().get(i),
              outcomes.getLast().get(i));
      if (!result.passed()) {
        report(result.report());
      }
      results.add(result);
    }
    return List.copyOf(results);
  }

  private List<String> outcomes(Placement placement, List<Scenario> scripts)
      throws IOException, InterruptedException {
    List<String> outcomes = new ArrayList<>();
    while (outcomes.size() < scripts.size()) {
      try (Rig rig = Rig.start(placement, binaries, RANDOM)) {
        while (outcomes.size() < scripts.size() && rig.alive()) {
          outcomes.add(rig.run(scripts.get(outcomes.size())).withoutHeldBodies().text());
        }
      }
    }
    report("%d random scripts done in %s".formatted(scripts.size(), placement.host));
    return outcomes;
  }

  private List<Result> run(Placement placement, List<Group> groups, String filter)
      throws IOException, InterruptedException {
    List<Callable<List<Result>>> runs = new ArrayList<>();
    for (Group group : groups) {
      runs.add(() -> run(placement, group, filter));
    }
    return AtOnce.run(runs).stream().flatMap(List::stream).toList();
  }

  private List<Result> run(Placement placement, Group group, String filter)
      throws IOException, InterruptedException {
    List<Result> results = new ArrayList<>();
    try (Rig rig = Rig.start(placement, binaries, group.plugins())) {
      for (Chapter chapter : group.chapters()) {
        for (ConformanceCase row : chapter.named(filter)) {
          run(placement, rig, chapter, row).ifPresent(results::add);
        }
      }
    }
    return results;
  }

  private Optional<Result> run(Placement placement, Rig rig, Chapter chapter, ConformanceCase row)
      throws IOException, InterruptedException {
    if (!placement.takes(row)) {
      report("skipped  %s: %s (it ends the proxy)".formatted(placement.host, row.name()));
      return Optional.empty();
    }
    String actual = rig.alive() ? rig.run(row.scenario()).text() : "the proxy has ended";
    Result result =
        new Result(placement.host, chapter.title(), row.name(), placement.expectation(row), actual);
    report(result.report());
    return Optional.of(result);
  }

  private synchronized void report(String line) {
    progress.accept(line);
  }
}
