package dev.weir.cli.bench.host;

import dev.weir.cli.bench.host.measure.SubjectResult;
import dev.weir.cli.bench.table.Target;
import java.util.ArrayList;
import java.util.List;

/// What the host is held to.
final class HostTargets {
  /// The host may cost this much more than the bare engine with the same calls.
  private static final double OF_BARE = 1.2;

  /// Collections leave some KB more or less behind; a leak of a byte per request is far beyond.
  private static final double GROWTH_KILOBYTES = 64;

  private static final double STOP_MILLIS = 2;

  private HostTargets() {}

  static List<Target> of(List<HostReport.Found> found) {
    List<Target> targets = new ArrayList<>();
    for (HostReport.Found module : found) {
      SubjectResult result = module.result();
      for (SubjectResult.Cost cost : result.costs()) {
        String what = module.name() + HostTable.body(cost.bodyBytes());
        targets.add(
            Target.atMost(
                "%s: time per request to the bare engine's".formatted(what),
                OF_BARE,
                cost.ratio().median()));
      }
      for (SubjectResult.LongRun run : result.longRuns()) {
        targets.add(
            Target.atMost(
                "%s: growth of the heap over %,d requests, KB"
                    .formatted(module.name(), run.requests()),
                GROWTH_KILOBYTES,
                run.growth() / 1024.0));
      }
      for (SubjectResult.Stop stop : result.stops()) {
        targets.add(
            Target.atMost(
                "endless loop: latest stop of %d, ms of CPU after its limit"
                    .formatted(stop.loops()),
                STOP_MILLIS,
                stop.cpu().max()));
      }
    }
    targets.addAll(absolutes(found));
    return targets;
  }

  /// In microseconds; what reference machines needed, so only a fast and quiet one tells.
  private static List<Target> absolutes(List<HostReport.Found> found) {
    List<Target> targets = new ArrayList<>();
    for (HostReport.Found module : found) {
      double wanted =
          switch (module.name()) {
            case Subjects.SMALL_C -> 1.2;
            case Subjects.GO -> 100;
            default -> 0;
          };
      if (wanted > 0 && !module.result().costs().isEmpty()) {
        double micros = module.result().costs().getFirst().host().median() / 1000;
        targets.add(Target.atMost(module.name() + ": µs per request", wanted, micros));
      }
    }
    return targets;
  }
}
