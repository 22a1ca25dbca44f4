package dev.weir.cli.conformance.extproc;

import dev.weir.cli.bench.process.Envoy;
import dev.weir.cli.conformance.Conformance.Result;
import dev.weir.cli.conformance.probe.ProbeClient;
import dev.weir.cli.conformance.probe.ProbeLog;
import dev.weir.cli.conformance.probe.ProbeUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Runs the cases of ext_proc: one host and one Envoy for all of them.
public final class ExtProcConformance {
  /// A request that takes longer hangs. The modes' own limits are shorter.
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(4);

  private final Path module;
  private final Path envoy;
  private final Consumer<String> progress;

  /// @param module the probe
  /// @param envoy the executable
  /// @param progress is told of each case when it is done
  public ExtProcConformance(Path module, Path envoy, Consumer<String> progress) {
    this.module = module;
    this.envoy = envoy;
    this.progress = progress;
  }

  /// Runs the cases in each mode that they name.
  ///
  /// @param caseFilter part of the names of the cases that are run; empty for all
  /// @param modeFilter the mode in which they are run; empty for all that they name
  public List<Result> run(String caseFilter, String modeFilter)
      throws IOException, InterruptedException {
    Modes modes = Modes.read();
    Path folder = Files.createTempDirectory("weir-conformance");
    ProbeLog log = new ProbeLog();
    HostEvents events = new HostEvents(log);
    try (ProbeUpstream upstream = new ProbeUpstream(log);
        ProbeUpstream callouts = new ProbeUpstream(new ProbeLog());
        ProbeHost host = new ProbeHost(module, callouts.port(), events);
        Envoy proxy = start(modes, upstream.port(), host.port(), folder);
        ProbeClient client = new ProbeClient(ANSWER_PATIENCE, log)) {
      var run =
          new ExtProcRun(
              new ExtProcRun.Ends(client, upstream, callouts, host), proxy.admin(), log, events);
      return run(modes, run, caseFilter, modeFilter);
    } finally {
      delete(folder);
    }
  }

  private Envoy start(Modes modes, int upstream, int host, Path folder) throws IOException {
    return Envoy.start(
        "envoy", envoy, Bootstrap.of(modes, upstream, host), folder, modes.all().getLast().name());
  }

  private List<Result> run(Modes modes, ExtProcRun run, String caseFilter, String modeFilter)
      throws IOException, InterruptedException {
    List<Result> results = new ArrayList<>();
    for (ExtProcChapter chapter : ExtProcChapter.all()) {
      for (ExtProcCase row : chapter.cases()) {
        if (!row.name().contains(caseFilter)) {
          continue;
        }
        for (var expectation : row.expected().entrySet()) {
          for (Mode mode : modes.expand(expectation.getKey())) {
            if (modeFilter.isEmpty() || mode.name().equals(modeFilter)) {
              String actual = run.run(row, mode).text();
              Result result =
                  new Result(
                      mode.name(),
                      chapter.title(),
                      row.name(),
                      expectation.getValue().strip(),
                      actual);
              progress.accept(result.report());
              results.add(result);
            }
          }
        }
      }
    }
    return List.copyOf(results);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
