package dev.weir.cli.bench.extproc;

import dev.weir.cli.bench.process.NoopPeer;
import dev.weir.cli.bench.process.Workspace;
import dev.weir.cli.bench.report.JsonReport;
import dev.weir.cli.bench.report.Report;
import dev.weir.cli.bench.report.Scenario;
import dev.weir.cli.bench.report.Setup;
import dev.weir.cli.bench.report.TableReport;
import dev.weir.cli.bench.table.Output;
import dev.weir.cli.envoy.EnvoyBinary;
import dev.weir.cli.envoy.EnvoyFinder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `weir bench ext-proc`: measures Weir beside Envoy alone, Envoy's own VM and no-op servers.
@Command(
    name = "ext-proc",
    description = {
      "Measures what Weir costs beside Envoy alone, Envoy's own VM and no-op ext_proc servers.",
      "",
      "All are up together and measured in turns. Compare ratios, which are taken within a round;",
      "absolute figures belong to the machine. See docs/benchmarks.md."
    },
    mixinStandardHelpOptions = true)
public final class ExtProcBenchCommand implements Callable<Integer> {
  @Option(names = "--quick", description = "About four minutes; else about 45.")
  private boolean quick;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = "Only this one, may be repeated: ${COMPLETION-CANDIDATES}.")
  private List<Scenario> scenarios = List.of();

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds that must count.")
  private @Nullable Integer rounds;

  @Option(names = "--output", description = "table (default) or json.")
  private Output output = Output.TABLE;

  @Option(names = "--envoy", paramLabel = "FILE", description = "The Envoy to measure with.")
  private @Nullable Path envoy;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("weir.home", "")).toAbsolutePath();
    EnvoyBinary binary =
        EnvoyFinder.of(System.getenv(), this::tell).find(Optional.ofNullable(envoy));
    Consumer<String> progress = this::tell;
    var noops = new EnumMap<Setup, List<String>>(Setup.class);
    NoopPeer.findGo(home, progress).ifPresent(command -> noops.put(Setup.NOOP_GO, command));
    noops.put(Setup.NOOP_JAVA, NoopPeer.java());
    String weir = spec.root().version()[0];
    var sources = new Servers.Sources(weir, binary, home.resolve("filters"), noops);
    Report report =
        Workspace.use("ext-proc", folder -> Bench.run(plan(), sources, folder, progress));
    spec.commandLine()
        .getOut()
        .println(output == Output.JSON ? JsonReport.of(report) : TableReport.of(report));
    return report.passed() ? 0 : 1;
  }

  private Plan plan() {
    Plan plan = quick ? Plan.QUICK : Plan.FULL;
    plan = scenarios.isEmpty() ? plan : plan.withScenarios(scenarios);
    return rounds == null ? plan : plan.withRounds(rounds);
  }

  private void tell(String line) {
    spec.commandLine().getErr().println("weir: " + line);
  }
}
