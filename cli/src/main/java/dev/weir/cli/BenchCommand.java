package dev.weir.cli;

import dev.weir.cli.bench.Bench;
import dev.weir.cli.bench.Fleet;
import dev.weir.cli.bench.Plan;
import dev.weir.cli.bench.process.NoopPeer;
import dev.weir.cli.bench.report.JsonReport;
import dev.weir.cli.bench.report.Report;
import dev.weir.cli.bench.report.TableReport;
import dev.weir.cli.envoy.EnvoyBinary;
import dev.weir.cli.envoy.EnvoyFinder;
import dev.weir.cli.user.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `weir bench`: measures Weir beside Envoy alone, Envoy's own VM and a no-op ext_proc server.
@Command(
    name = "bench",
    description = {
      "Measures what Weir costs beside Envoy alone, Envoy's own VM and a no-op ext_proc server.",
      "",
      "All are up together and measured in turns. Compare ratios, which are taken within a round;",
      "absolute figures belong to the machine. See docs/benchmarks.md."
    })
final class BenchCommand implements Callable<Integer> {
  private static final String MODULE = "filters/headers/headers.wasm";

  enum Output {
    TABLE,
    JSON
  }

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
        new Fleet.Sources(Version.number(), binary, module, NoopPeer.find(home, progress));
    Path folder = Files.createTempDirectory("weir-bench");
    Report report = run(sources, folder);
    delete(folder); // after a failure its logs are wanted
    spec.commandLine()
        .getOut()
        .println(output == Output.JSON ? JsonReport.of(report) : TableReport.of(report));
    return report.passed() ? 0 : 1;
  }

  private Report run(Fleet.Sources sources, Path folder) throws InterruptedException {
    try {
      return Bench.run(plan(), sources, folder, this::tell);
    } catch (IllegalStateException e) {
      throw new UserError("bench: %s (logs: %s)".formatted(e.getMessage(), folder), e);
    }
  }

  private Plan plan() {
    Plan plan = quick ? Plan.QUICK : Plan.FULL;
    return rounds == null ? plan : plan.withRounds(rounds);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void tell(String line) {
    spec.commandLine().getErr().println("weir: " + line);
  }
}
