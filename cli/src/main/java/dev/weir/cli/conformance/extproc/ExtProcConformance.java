package dev.weir.cli.conformance.extproc;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;

import dev.weir.cli.conformance.AtOnce;
import dev.weir.cli.conformance.Conformance.Result;
import dev.weir.cli.conformance.extproc.Share.Job;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// Runs the cases of ext_proc, in several hosts and Envoys at a time: most of the time of a case is
/// waiting.
public final class ExtProcConformance {
  private static final int SHARES = 4;

  private final Path module;
  private final Path envoy;
  private final Consumer<String> progress;

  /// @param module the probe
  /// @param envoy the executable
  /// @param progress is told of each case when it is done, one at a time
  public ExtProcConformance(Path module, Path envoy, Consumer<String> progress) {
    this.module = module;
    this.envoy = envoy;
    this.progress = progress;
  }

  /// Runs the cases in each mode that they name.
  ///
  /// @param caseFilter part of the names of the cases that are run; empty for all
  /// @param modeFilter the mode in which they are run; empty for all that they name
  /// @return in the order of the document
  public List<Result> run(String caseFilter, String modeFilter)
      throws IOException, InterruptedException {
    List<Job> jobs = jobs(caseFilter, modeFilter);
    return inOrder(jobs, run(Share.deal(jobs, SHARES)));
  }

  private static List<Job> jobs(String caseFilter, String modeFilter) throws IOException {
    Modes modes = Modes.read();
    List<Job> jobs = new ArrayList<>();
    for (ExtProcChapter chapter : ExtProcChapter.all()) {
      for (ExtProcCase row : chapter.cases()) {
        if (row.name().contains(caseFilter)) {
          row.expected()
              .forEach((names, expected) ->
                  modes.expand(names).stream()
                      .filter(mode -> modeFilter.isEmpty() || mode.name().equals(modeFilter))
                      .forEach(
                          mode -> jobs.add(new Job(chapter.title(), row, mode, expected.strip()))));
        }
      }
    }
    return jobs;
  }

  private List<Result> run(List<Share> shares) throws IOException, InterruptedException {
    List<Callable<List<Result>>> runs = new ArrayList<>();
    for (Share share : shares) {
      runs.add(() -> share.run(module, envoy, this::report));
    }
    return AtOnce.run(runs).stream().flatMap(List::stream).toList();
  }

  private synchronized void report(Result result) {
    progress.accept(result.report());
  }

  private static List<Result> inOrder(List<Job> jobs, List<Result> results) {
    Map<String, Queue<Result>> byMode =
        results.stream().collect(groupingBy(Result::host, toCollection(ArrayDeque::new)));
    return jobs.stream()
        .map(job -> Objects.requireNonNull(byMode.get(job.mode().name())).remove())
        .toList();
  }
}
