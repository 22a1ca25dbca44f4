package dev.weir.cli.bench;

import dev.weir.cli.bench.extproc.ExtProcBenchCommand;
import dev.weir.cli.bench.host.HostBenchCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `weir bench`: what Weir costs.
@Command(
    name = "bench",
    description = {
      "Measures what Weir costs, on this machine, beside what it must be compared with.",
      "Compare ratios, which are taken within a round; absolute figures belong to the machine.",
      "See docs/benchmarks.md."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {HostBenchCommand.class, ExtProcBenchCommand.class},
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before run()
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "bench: nothing to measure (expected: host or ext-proc)");
  }
}
