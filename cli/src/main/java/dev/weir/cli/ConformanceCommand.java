package dev.weir.cli;

import dev.weir.cli.api.Api;
import dev.weir.cli.conformance.Conformance;
import dev.weir.cli.conformance.extproc.ExtProcConformance;
import dev.weir.cli.envoy.EnvoyBinary;
import dev.weir.cli.envoy.EnvoyFinder;
import dev.weir.cli.log.LogOptions;
import dev.weir.cli.user.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `weir conformance`: what a module sees and causes, case by case, in Weir and in Envoy's own VM.
@Command(
    name = "conformance",
    description = {
      "Runs a module that does what each request tells it to, and compares what it saw, what the",
      "client and what the upstream saw with what is expected. See docs/conformance.md."
    },
    mixinStandardHelpOptions = true)
final class ConformanceCommand implements Callable<Integer> {
  private static final String MODULE = "filters/probe/probe.wasm";

  enum Suite {
    PROXY_WASM,
    EXT_PROC;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  enum Output {
    text,
    json
  }

  enum Peer {
    ENVOY;

    @Override
    public String toString() {
      return "envoy";
    }
  }

  @Parameters(paramLabel = "SUITE", description = "${COMPLETION-CANDIDATES}")
  private Suite suite = Suite.PROXY_WASM;

  @Option(
      names = "--against",
      paramLabel = "PEER",
      description = "also run every case there: ${COMPLETION-CANDIDATES}")
  private @Nullable Peer against;

  @Option(
      names = "--case",
      paramLabel = "TEXT",
      description = "only the cases whose name, or chapter, contains this")
  private String filter = "";

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "ext-proc: only in this mode; docs/conformance-ext-proc.md lists them")
  private String mode = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private Output output = Output.text;

  @Option(
      names = "--random",
      paramLabel = "N",
      description =
          "instead of the cases, N random scripts for requests and N for TCP connections, in strict"
              + " mode and in Envoy's own VM")
  private int random;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "where the random scripts start (default: another one each time)")
  private long seed = System.nanoTime();

  @Option(names = "--envoy", paramLabel = "FILE", description = "the Envoy to run the cases with")
  private @Nullable Path envoy;

  @Mixin private LogOptions logging = new LogOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    logging.apply();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Path module = Path.of(System.getProperty("weir.home", "")).resolve(MODULE).toAbsolutePath();
    if (!Files.isRegularFile(module)) {
      throw new UserError(module + ": no such file (expected: the probe, in Weir's checkout)");
    }
    EnvoyBinary binary =
        EnvoyFinder.of(System.getenv(), line -> err.println("weir: " + line))
            .find(Optional.ofNullable(envoy));
    List<Conformance.Result> results = run(module, binary.path(), this::progress);
    if (results.isEmpty()) {
      throw new UserError(
          "--case, --mode: nothing is left (expected: what the suite's document lists)");
    }
    long passed = results.stream().filter(Conformance.Result::passed).count();
    switch (output) {
      case text -> out.println("%d passed, %d failed".formatted(passed, results.size() - passed));
      case json -> out.println(Api.JSON.writeValueAsString(results));
    }
    out.flush();
    return passed == results.size() ? 0 : 1;
  }

  private List<Conformance.Result> run(Path module, Path binary, Consumer<String> progress)
      throws IOException, InterruptedException {
    if (suite == Suite.EXT_PROC) {
      return new ExtProcConformance(module, binary, progress).run(filter, mode);
    }
    Conformance conformance = new Conformance(module, binary, progress);
    return random > 0
        ? conformance.random(random, seed)
        : conformance.run(suite.toString(), against != null, filter);
  }

  /// A line per case is for people; programs get all of them at the end.
  private void progress(String line) {
    PrintWriter to =
        output == Output.text ? spec.commandLine().getOut() : spec.commandLine().getErr();
    to.println(line);
    to.flush();
  }
}
