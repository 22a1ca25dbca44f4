package dev.weir.cli.bench.extproc;

import dev.weir.cli.bench.process.NoopPeer;
import dev.weir.cli.bench.process.Workspace;
import dev.weir.cli.bench.report.JsonReport;
import dev.weir.cli.bench.report.Output;
import dev.weir.cli.bench.report.Report;
import dev.weir.cli.bench.report.TableReport;
import dev.weir.cli.envoy.EnvoyBinary;
import dev.weir.cli.envoy.EnvoyFinder;
import dev.weir.cli.user.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final String MODULE = "filters/headers/headers.wasm";

  @Option(names = "--quick", description = "Under three minutes; else about a quarter of an hour.")
  private boolean quick;

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
    Path module = home.resolve(MODULE);
    if (!Files.isReadable(module)) {
      throw new UserError("%s: not readable (expected: the filter to measure)".formatted(module));
    }
    EnvoyBinary binary =
        EnvoyFinder.of(System.getenv(), this::tell).find(Optional.ofNullable(envoy));
    Consumer<String> progress = this::tell;
    var sources =
        new Fleet.Sources(spec.root().version()[0], binary, module, NoopPeer.find(home, progress));
    Report report =
        Workspace.use("ext-proc", folder -> Bench.run(plan(), sources, folder, progress));
    spec.commandLine()
        .getOut()
        .println(output == Output.JSON ? JsonReport.of(report) : TableReport.of(report));
    return report.passed() ? 0 : 1;
  }

  private Plan plan() {
    Plan plan = quick ? Plan.QUICK : Plan.FULL;
    return rounds == null ? plan : plan.withRounds(rounds);
  }

  private void tell(String line) {
    spec.commandLine().getErr().println("weir: " + line);
  }
}
