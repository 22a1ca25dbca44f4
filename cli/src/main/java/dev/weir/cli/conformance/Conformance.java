package dev.weir.cli.conformance;

import dev.weir.cli.conformance.probe.ProbeLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Runs the cases in one or both placements.
public final class Conformance {
  private static final Duration START_TIME = Duration.ofSeconds(60);

  private final Path module;
  private final Path envoy;
  private final Consumer<String> progress;

  /// @param module the probe
  /// @param envoy the executable
  /// @param progress is told of each case when it is done
  public Conformance(Path module, Path envoy, Consumer<String> progress) {
    this.module = module;
    this.envoy = envoy;
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
    List<Chapter> chapters = Chapter.all(suite);
    List<Result> results = new ArrayList<>(run(Placement.WEIR, chapters, filter));
    if (alsoEnvoy) {
      results.addAll(run(Placement.STRICT, chapters, filter));
      results.addAll(run(Placement.ENVOY, chapters, filter));
    }
    return List.copyOf(results);
  }

  /// Random scripts in Weir's strict mode and in Envoy's own VM; what Envoy does is expected.
  public List<Result> random(int count, long seed) throws IOException, InterruptedException {
    List<Script> scripts =
        Stream.generate(new RandomScripts(new SplittableRandom(seed))::next).limit(count).toList();
    List<String> expected = outcomes(Placement.ENVOY, scripts);
    List<String> actual = outcomes(Placement.STRICT, scripts);
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Result result =
          new Result(
              Placement.STRICT.host,
              "random script %d of seed %d".formatted(i + 1, seed),
              scripts.get(i).toString(),
              expected.get(i),
              actual.get(i));
      if (!result.passed()) {
        progress.accept(result.report());
      }
      results.add(result);
    }
    return List.copyOf(results);
  }

  private List<String> outcomes(Placement placement, List<Script> scripts)
      throws IOException, InterruptedException {
    List<ProbePlugin> only = List.of(ProbePlugin.ONLY);
    List<String> outcomes = new ArrayList<>();
    while (outcomes.size() < scripts.size()) {
      ProbeLog log = new ProbeLog();
      try (Upstreams upstreams = Upstreams.start(log);
          UpTarget target = start(placement, only, upstreams, log);
          CaseRun cases = new CaseRun(target, upstreams)) {
        awaitReady(placement, cases, only);
        while (outcomes.size() < scripts.size() && target.alive()) {
          outcomes.add(cases.run(scripts.get(outcomes.size())).withoutHeldBodies().text());
        }
      }
    }
    progress.accept("%d random scripts done in %s".formatted(scripts.size(), placement.host));
    return outcomes;
  }

  private UpTarget start(
      Placement placement, List<ProbePlugin> plugins, Upstreams upstreams, ProbeLog log)
      throws IOException {
    DocumentFolder folder = DocumentFolder.write(placement, module, upstreams, plugins);
    return UpTarget.start(placement.name(), folder, envoy, log);
  }

  private static void awaitReady(Placement placement, CaseRun cases, List<ProbePlugin> plugins)
      throws IOException, InterruptedException {
    for (ProbePlugin plugin : plugins) {
      if (!cases.awaitReady(plugin, START_TIME)) {
        throw new IOException(
            "conformance: nothing reached plugin %s in %s within %d s"
                .formatted(plugin.name(), placement.host, START_TIME.toSeconds()));
      }
    }
  }

  /// Chapters with equal plugins share a proxy.
  private List<Result> run(Placement placement, List<Chapter> chapters, String filter)
      throws IOException, InterruptedException {
    Map<List<ProbePlugin>, List<Chapter>> byPlugins =
        chapters.stream()
            .filter(chapter -> chapter.has(filter))
            .collect(
                Collectors.groupingBy(Chapter::plugins, LinkedHashMap::new, Collectors.toList()));
    List<Result> results = new ArrayList<>();
    for (var group : byPlugins.entrySet()) {
      results.addAll(run(placement, group.getKey(), group.getValue(), filter));
    }
    return results;
  }

  private List<Result> run(
      Placement placement, List<ProbePlugin> plugins, List<Chapter> chapters, String filter)
      throws IOException, InterruptedException {
    List<Result> results = new ArrayList<>();
    ProbeLog log = new ProbeLog();
    try (Upstreams upstreams = Upstreams.start(log, plugins);
        UpTarget target = start(placement, plugins, upstreams, log);
        CaseRun cases = new CaseRun(target, upstreams)) {
      awaitReady(placement, cases, plugins);
      for (Chapter chapter : chapters) {
        for (ConformanceCase row : chapter.named(filter)) {
          run(placement, target, cases, chapter, row).ifPresent(results::add);
        }
      }
    }
    return results;
  }

  private Optional<Result> run(
      Placement placement, Target target, CaseRun cases, Chapter chapter, ConformanceCase row)
      throws IOException, InterruptedException {
    if (!placement.takes(row)) {
      progress.accept("skipped  %s: %s (it ends the proxy)".formatted(placement.host, row.name()));
      return Optional.empty();
    }
    String actual = target.alive() ? cases.run(row.scenario()).text() : "the proxy has ended";
    Result result =
        new Result(placement.host, chapter.title(), row.name(), placement.expectation(row), actual);
    progress.accept(result.report());
    return Optional.of(result);
  }
}
