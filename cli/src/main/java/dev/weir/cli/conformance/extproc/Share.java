package dev.weir.cli.conformance.extproc;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.toList;

import dev.weir.cli.bench.process.Envoy;
import dev.weir.cli.conformance.Conformance.Result;
import dev.weir.cli.conformance.probe.ProbeLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Some modes and all that is to be done in them, one after the other: with a host and an Envoy of
/// their own, so that shares can be run at the same time.
///
/// @param jobs each in one of the modes
record Share(List<Mode> modes, List<Job> jobs) {
  /// A case in one mode.
  record Job(String chapter, ExtProcCase row, Mode mode, String expected) {
    Result result(String actual) {
      return new Result(mode.name(), chapter, row.name(), expected, actual);
    }
  }

  /// Deals the jobs out by their modes, about as many to each share.
  ///
  /// @param most shares
  static List<Share> deal(List<Job> jobs, int most) {
    Map<Mode, List<Job>> byMode =
        jobs.stream().collect(Collectors.groupingBy(Job::mode, LinkedHashMap::new, toList()));
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < Math.min(most, byMode.size()); i++) {
      shares.add(new Share(new ArrayList<>(), new ArrayList<>()));
    }
    byMode.values().stream()
        .sorted(comparingInt(List<Job>::size).reversed())
        .forEach(ofMode -> {
          Share smallest = Collections.min(shares, comparingInt(share -> share.jobs().size()));
          smallest.modes().add(ofMode.getFirst().mode());
          smallest.jobs().addAll(ofMode);
        });
    return List.copyOf(shares);
  }

  /// Runs the jobs.
  ///
  /// @param module the probe
  /// @param binary Envoy's executable
  /// @param done is told of each result
  /// @return in the order of the jobs
  List<Result> run(Path module, Path binary, Consumer<Result> done)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("weir-conformance");
    ProbeLog log = new ProbeLog();
    HostEvents events = new HostEvents(log);
    List<Result> results = new ArrayList<>();
    try (Ends ends = Ends.open(log);
        ProbeHost host = new ProbeHost(module, ends.callouts().port(), events);
        Envoy envoy = start(binary, folder, ends, host)) {
      ExtProcRun run = new ExtProcRun(ends, host, envoy.admin(), log, events);
      for (Job job : jobs) {
        Result result = job.result(run.run(job.row(), job.mode()).text());
        done.accept(result);
        results.add(result);
      }
    } finally {
      delete(folder);
    }
    return results;
  }

  private Envoy start(Path binary, Path folder, Ends ends, ProbeHost host) throws IOException {
    String bootstrap = Bootstrap.of(modes, ends.upstream().port(), host.port());
    return Envoy.start("envoy", binary, bootstrap, folder, modes.getLast().name());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
