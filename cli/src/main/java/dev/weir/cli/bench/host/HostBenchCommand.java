package dev.weir.cli.bench.host;

import dev.weir.cli.bench.host.measure.HostPlan;
import dev.weir.cli.bench.host.measure.Subject;
import dev.weir.cli.bench.process.Workspace;
import dev.weir.cli.bench.table.Output;
import dev.weir.cli.user.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `weir bench host`: what the proxy-wasm host costs beside the engine alone.
@Command(
    name = "host",
    description = {
      "Measures the proxy-wasm host without a proxy, in JVMs of its own: time and memory per",
      "request beside the bare engine, start from bytes and from the cache, memory per instance,",
      "and how soon an endless loop is stopped."
    },
    mixinStandardHelpOptions = true)
public final class HostBenchCommand implements Callable<Integer> {
  @Option(
      names = "--quick",
      description = "Less than a minute, in one JVM for each module; else about six, in five.")
  private boolean quick;

  @Option(names = "--output", description = "table (default) or json.")
  private Output output = Output.TABLE;

  @Option(
      names = "--module",
      paramLabel = "FILE",
      description = "Measure this module instead of the filters of this checkout.")
  private @Nullable Path module;

  @Option(
      names = "--config",
      paramLabel = "TEXT",
      description = "The plugin configuration for --module.")
  private String configuration = "";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    HostReport report = Workspace.use("host", this::measure);
    spec.commandLine()
        .getOut()
        .println(
            output == Output.JSON
                ? JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(report)
                : HostTable.of(report));
    return 0;
  }

  private HostReport measure(Path folder) throws InterruptedException {
    var bench =
        new HostBench(
            quick ? HostPlan.QUICK : HostPlan.FULL,
            folder,
            line -> spec.commandLine().getErr().println("weir: " + line));
    if (module == null) {
      return bench.run(Path.of(System.getProperty("weir.home", "")).toAbsolutePath());
    }
    Path file = module.toAbsolutePath();
    if (!Files.isReadable(file)) {
      throw new UserError("%s: not readable (expected: a module)".formatted(module));
    }
    return bench.run(Subject.of(String.valueOf(file.getFileName()), file, configuration));
  }
}
