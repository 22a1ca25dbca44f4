package dev.weir.cli;

import dev.weir.cli.conformance.Conformance;
import dev.weir.cli.envoy.EnvoyBinary;
import dev.weir.cli.envoy.EnvoyFinder;
import dev.weir.cli.log.LogOptions;
import dev.weir.cli.user.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
    PROXY_WASM;

    @Override
    public String toString() {
      return "proxy-wasm";
    }
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
      description = "only the cases whose name contains this")
  private String filter = "";

  @Option(
      names = "--random",
      paramLabel = "N",
      description = "instead of the cases, N random scripts in strict mode and in Envoy's own VM")
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
    Conformance conformance =
        new Conformance(
            module,
            binary.path(),
            line -> {
              out.println(line);
              out.flush();
            });
    List<Conformance.Result> results =
        random > 0
            ? conformance.random(random, seed)
            : conformance.run(suite.toString(), against != null, filter);
    long passed = results.stream().filter(Conformance.Result::passed).count();
    out.println("%d passed, %d failed".formatted(passed, results.size() - passed));
    out.flush();
    return passed == results.size() ? 0 : 1;
  }
}
