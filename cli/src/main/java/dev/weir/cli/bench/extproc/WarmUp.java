package dev.weir.cli.bench.extproc;

import dev.weir.cli.bench.load.Load;
import dev.weir.cli.bench.load.LoadGenerator;
import dev.weir.cli.bench.load.Origin;
import dev.weir.cli.bench.process.ChildProcess;
import dev.weir.cli.bench.process.CpuReading;
import dev.weir.cli.bench.report.Slice;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Load that is not measured: until a Java virtual machine has compiled what it is going to
/// compile, and no longer runs what is not compiled.
final class WarmUp {
  private static final Duration STEP = Duration.ofSeconds(1);

  /// Compilation comes in waves: a lull in the first third of the time says nothing.
  private static final int SURE_AFTER = 3;

  /// The compilers' share of the server's CPU time below which it counts as warm.
  private static final double SETTLED_SHARE = 0.05;

  private final LoadGenerator generator;
  private final Origin origin;
  private final Duration longest;

  WarmUp(LoadGenerator generator, Origin origin, Duration longest) {
    this.generator = generator;
    this.origin = origin;
    this.longest = longest;
  }

  /// Warms one deployment up and looks at its last answers.
  ///
  /// @return the compilers' share of the server's CPU time in the end
  double run(Deployment deployment) throws InterruptedException {
    int most = deployment.onJvm() ? (int) Math.max(1, longest.dividedBy(STEP)) : 1;
    double share = 0;
    for (int step = 1; step <= most; step++) {
      CpuReading before = server(deployment);
      Slice slice = deployment.measure(generator, origin, new Load.ClosedLoop(step(deployment)));
      share = compilersShare(before, server(deployment));
      boolean last = step == most || (step * SURE_AFTER >= most && share < SETTLED_SHARE);
      if (last) {
        check(deployment, slice);
        break;
      }
    }
    return share;
  }

  private Duration step(Deployment deployment) {
    Duration step = deployment.onJvm() ? STEP : Plan.SHORT_WARM_UP;
    return step.compareTo(longest) < 0 ? step : longest;
  }

  private static CpuReading server(Deployment deployment) {
    return deployment.server().map(ChildProcess::cpu).orElse(new CpuReading(Map.of()));
  }

  private static double compilersShare(CpuReading before, CpuReading after) {
    long all = after.since(before).toNanos();
    return all == 0 ? 0 : after.compilersSince(before).toNanos() / (double) all;
  }

  private static void check(Deployment deployment, Slice slice) {
    List<String> wrong =
        new AnswerCheck(deployment.setup(), deployment.scenario()).wrongAnswersIn(slice);
    if (!wrong.isEmpty()) {
      throw new IllegalStateException("WRONG ANSWERS: " + String.join("; ", wrong));
    }
  }
}
