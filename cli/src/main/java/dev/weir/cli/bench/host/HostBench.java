package dev.weir.cli.bench.host;

import dev.weir.cli.bench.host.measure.HostPlan;
import dev.weir.cli.bench.host.measure.Subject;
import dev.weir.cli.bench.host.measure.SubjectProcess;
import dev.weir.cli.bench.host.measure.SubjectProcess.Order;
import dev.weir.cli.bench.host.measure.SubjectProcess.Task;
import dev.weir.cli.bench.host.measure.SubjectResult;
import dev.weir.cli.bench.process.ChildProcess;
import dev.weir.cli.bench.process.JavaCommand;
import dev.weir.cli.bench.table.Machine;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// One run: a process for each measurement, one after the other.
public final class HostBench {
  /// A share of the long run is enough for modules that take much longer for a request.
  private static final int SLOW = 100;

  /// Where requests are timed. A heap that still grows meets pages that it never had, and on some
  /// virtual machines the first touch of one takes longer than twenty requests.
  private static final List<String> FIXED_HEAP =
      List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch");

  private static final Duration LONGEST_PROCESS = Duration.ofMinutes(20);

  private final HostPlan plan;
  private final Path folder;
  private final Consumer<String> progress;
  private int processes;

  /// A bench that has not begun.
  ///
  /// @param folder for logs and compiled classes
  /// @param progress takes a line whenever there is something to tell
  public HostBench(HostPlan plan, Path folder, Consumer<String> progress) {
    this.plan = plan;
    this.folder = folder;
    this.progress = progress;
  }

  /// The filters of this repository, and the end of endless loops.
  ///
  /// @param home the checkout
  public HostReport run(Path home) throws InterruptedException {
    return run(Subjects.all(home), List.of(Subjects.endless(home)));
  }

  /// One module alone.
  public HostReport run(Subject subject) throws InterruptedException {
    return run(List.of(subject), List.of());
  }

  /// The end of endless loops alone.
  HostReport stops(Path home) throws InterruptedException {
    return run(List.of(), List.of(Subjects.endless(home)));
  }

  private HostReport run(List<Subject> subjects, List<Subject> endless)
      throws InterruptedException {
    List<HostReport.Found> found = new ArrayList<>();
    for (Subject subject : subjects) {
      found.add(new HostReport.Found(subject.name(), measure(subject)));
    }
    for (Subject loop : endless) {
      found.add(new HostReport.Found(loop.name(), run(Task.STOP, loop, plan, false)));
    }
    return new HostReport(
        Machine.here(),
        flags(FIXED_HEAP).stream().filter(flag -> flag.startsWith("-X")).toList(),
        plan.jvms(),
        plan.rounds(),
        found.stream().mapToDouble(module -> module.result().othersCores()).max().orElse(0),
        found,
        HostTargets.of(found));
  }

  /// Those of this very process, which the services have in production too, and `more`.
  private static List<String> flags(List<String> more) {
    List<String> own = ManagementFactory.getRuntimeMXBean().getInputArguments();
    return Stream.concat(own.stream(), more.stream()).toList();
  }

  private SubjectResult measure(Subject subject) throws InterruptedException {
    progress.accept("measuring: " + subject.name());
    long longRun = subject.name().equals(Subjects.SMALL_C) ? plan.longRun() : plan.longRun() / SLOW;
    SubjectResult cold = run(Task.START, subject, plan, false);
    SubjectResult warm = run(Task.ALL, subject, plan.withLongRun(longRun), true);
    List<SubjectResult> costs = new ArrayList<>(List.of(warm));
    while (costs.size() < plan.jvms()) {
      costs.add(run(Task.COSTS, subject, plan, true));
    }
    return new SubjectResult(
        Stream.concat(cold.starts().stream(), warm.starts().stream()).toList(),
        IntStream.range(0, warm.costs().size()).mapToObj(body -> across(costs, body)).toList(),
        warm.memory(),
        warm.longRuns(),
        List.of(),
        costs.stream().mapToDouble(SubjectResult::othersCores).max().orElseThrow());
  }

  private static SubjectResult.Cost across(List<SubjectResult> jvms, int body) {
    return SubjectResult.Cost.across(jvms.stream().map(jvm -> jvm.costs().get(body)).toList());
  }

  private SubjectResult run(Task task, Subject subject, HostPlan plan, boolean cached)
      throws InterruptedException {
    var order = new Order(task, subject, plan, folder.resolve("compiled"), cached);
    String json = JsonMapper.shared().writeValueAsString(order);
    String name = "host-%d".formatted(++processes);
    var command =
        JavaCommand.of(
            task == Task.ALL || task == Task.COSTS ? flags(FIXED_HEAP) : flags(List.of()),
            SubjectProcess.class.getName(),
            List.of(json));
    try (var process = ChildProcess.start(name, command, folder)) {
      List<String> lines = process.awaitEnd(LONGEST_PROCESS).lines().toList();
      find(lines, SubjectProcess.REFUSED)
          .ifPresent(reason -> {
            throw new IllegalStateException(reason);
          });
      return find(lines, SubjectProcess.RESULT)
          .map(result -> JsonMapper.shared().readValue(result, SubjectResult.class))
          .orElseThrow(process::died);
    }
  }

  private static Optional<String> find(List<String> lines, String beginning) {
    return lines.stream()
        .filter(line -> line.startsWith(beginning))
        .map(line -> line.substring(beginning.length()))
        .findFirst();
  }
}
