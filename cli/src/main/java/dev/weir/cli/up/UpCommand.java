package dev.weir.cli.up;

import dev.weir.cli.envoy.EnvoyBinary;
import dev.weir.cli.envoy.EnvoyFinder;
import dev.weir.cli.folder.ResourceFolder;
import dev.weir.cli.folder.Variables;
import dev.weir.cli.log.LogOptions;
import dev.weir.cli.service.Services;
import dev.weir.cli.telemetry.TelemetryOptions;
import dev.weir.cli.user.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `weir up`: runs until it is told to end.
@Command(
    name = "up",
    description =
        "Start everything in one process, with an Envoy, and follow the documents of a folder.",
    mixinStandardHelpOptions = true)
public final class UpCommand implements Runnable {
  /// Loading a large module takes a few seconds; on a busy machine several times that.
  private static final Duration EXPECTED_START = Duration.ofSeconds(60);

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "where the documents are (default: Weir's own examples/quickstart)")
  private @Nullable Path folder;

  @Option(
      names = "--envoy",
      paramLabel = "FILE",
      description =
          "Envoy's executable; also $$ENVOY (default: one on PATH that is new enough, else a pinned"
              + " one that is obtained once)")
  private @Nullable Path envoy;

  @Option(
      names = "--envoy-arg",
      paramLabel = "ARGUMENT",
      description = "a further argument for Envoy; may be repeated")
  private List<String> envoyArguments = List.of();

  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description = "a label of the proxy, for selectors in documents; may be repeated")
  private Map<String, String> labels = Map.of();

  @Mixin private PortOptions ports = new PortOptions();
  @Mixin private TelemetryOptions telemetry = new TelemetryOptions();
  @Mixin private LogOptions logging = new LogOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before run()
  private CommandSpec spec;

  @Override
  public void run() {
    logging.apply();
    PrintWriter progress = spec.commandLine().getErr();
    Path source = Optional.ofNullable(folder).orElseGet(Quickstart::folder);
    PortOptions.Ports claimed = ports.claim();
    ResourceFolder documents = new ResourceFolder(source, new Variables(claimed.variables()));
    Listeners listeners = Listeners.claim(documents, claimed.proxy());
    EnvoyBinary binary =
        EnvoyFinder.of(System.getenv(), line -> progress.println("weir: " + line))
            .find(Optional.ofNullable(envoy));
    try (Services services = new Services()) {
      services.closeAtExit();
      progress.println("weir: starting");
      Everything everything =
          Everything.start(
              services, claimed, documents, new Proxy(binary, labels, envoyArguments), telemetry);
      List<String> missing = everything.awaitStarted(EXPECTED_START);
      if (!missing.isEmpty()) {
        progress.println("weir: not everything runs yet: " + String.join("; ", missing));
      }
      Tour tour = new Tour(claimed, listeners, source, binary);
      spec.commandLine().getOut().print(tour);
      spec.commandLine().getOut().flush();
      services.park();
    } catch (IOException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
