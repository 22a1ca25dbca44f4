package dev.weir.cli.bench.extproc;

import dev.weir.cli.bench.load.Load;
import dev.weir.cli.bench.load.LoadGenerator;
import dev.weir.cli.bench.load.Origin;
import dev.weir.cli.bench.report.Round;
import dev.weir.cli.bench.report.Setup;
import dev.weir.cli.bench.report.Slice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Measures one round: each deployment of a scenario in its turn, first as fast as it answers, then
/// at the fixed rate; and says whether the round counts.
final class RoundRunner {
  /// A round and what speaks against it.
  ///
  /// @param faults failed requests or streams: the round does not count
  /// @param wrongAnswers answers that were not what the filter makes of them: nor does it
  record Outcome(Round round, List<String> faults, List<String> wrongAnswers) {
    Outcome {
      faults = List.copyOf(faults);
      wrongAnswers = List.copyOf(wrongAnswers);
    }

    boolean counts() {
      return faults.isEmpty() && wrongAnswers.isEmpty();
    }
  }

  private final LoadGenerator generator;
  private final Origin origin;
  private final Duration slice;

  RoundRunner(LoadGenerator generator, Origin origin, Duration slice) {
    this.generator = generator;
    this.origin = origin;
    this.slice = slice;
  }

  /// @param number of the round; who comes first moves on with it, so that nobody is always
  ///   measured after the same other
  Outcome run(List<Deployment> deployments, int number, OptionalInt fixedRate)
      throws InterruptedException {
    var turns = new ArrayList<>(deployments);
    Collections.rotate(turns, number);
    long failedBefore = failedStreams(deployments);
    var round =
        new Round(
            measure(turns, new Load.ClosedLoop(slice)),
            fixedRate.isPresent()
                ? measure(turns, new Load.FixedRate(slice, fixedRate.getAsInt()))
                : Map.of());
    var faults = new ArrayList<String>();
    var wrongAnswers = new ArrayList<String>();
    for (Deployment deployment : deployments) {
      var check = new AnswerCheck(deployment.setup(), deployment.scenario());
      for (Slice measured : round.slices(deployment.setup())) {
        faults.addAll(check.faultsIn(measured));
        wrongAnswers.addAll(check.wrongAnswersIn(measured));
      }
    }
    long failed = failedStreams(deployments) - failedBefore;
    if (failed > 0) {
      faults.add("%d ext_proc streams failed".formatted(failed));
    }
    return new Outcome(round, faults, wrongAnswers);
  }

  private Map<Setup, Slice> measure(List<Deployment> turns, Load load) throws InterruptedException {
    var slices = new EnumMap<Setup, Slice>(Setup.class);
    for (Deployment deployment : turns) {
      slices.put(deployment.setup(), deployment.measure(generator, origin, load));
    }
    return slices;
  }

  private static long failedStreams(List<Deployment> deployments) {
    return deployments.stream()
        .filter(deployment -> deployment.setup().hasServer())
        .mapToLong(Deployment::failedStreams)
        .sum();
  }
}
