package dev.weir.cli.role;

import dev.weir.cli.admin.AdminServer;
import dev.weir.cli.log.LogOptions;
import dev.weir.cli.service.Parts;
import dev.weir.cli.service.Services;
import dev.weir.cli.telemetry.TelemetryOptions;
import dev.weir.cli.user.UserError;
import dev.weir.extproc.ExtProcHost;
import dev.weir.extproc.Options;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `weir ext-proc`: runs until it is told to end.
@Command(
    name = "ext-proc",
    description = "Run the filters that an xds-server assigns, for proxies that ask by ext_proc.",
    mixinStandardHelpOptions = true)
public final class ExtProcCommand implements Runnable {
  @Option(
      names = "--xds-server",
      paramLabel = "HOST:PORT",
      converter = Address.Converter.class,
      description = "who assigns the filters (default: ${DEFAULT-VALUE})")
  private Address xdsServer = new Address("127.0.0.1", 18_000);

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      converter = Address.Converter.class,
      description = "where the admin interface is served (default: ${DEFAULT-VALUE})")
  private Address admin = new Address("127.0.0.1", 18_091);

  @Option(
      names = "--node-id",
      paramLabel = "ID",
      description = "this host's name, unique among hosts (default: ext-proc@ and its address)")
  private @Nullable String node;

  @Option(
      names = "--lanes",
      paramLabel = "N",
      description = "threads that run filters (default: one per core)")
  private int lanes = Runtime.getRuntime().availableProcessors();

  @Mixin private ServingOptions serving = new ServingOptions();
  @Mixin private TelemetryOptions telemetry = new TelemetryOptions();
  @Mixin private LogOptions logging = new LogOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before run()
  private CommandSpec spec;

  @Override
  public void run() {
    logging.apply();
    InetSocketAddress adminAddress = serving.plaintext().resolve(admin);
    try (Services services = new Services()) {
      services.closeAtExit();
      Parts parts = Parts.open(services);
      ExtProcHost host =
          parts.extProcHost(options(), telemetry.open(services, parts.metrics().registry()));
      AdminServer page =
          parts.admin(
              adminAddress,
              Optional.empty(),
              () -> host.ready() ? List.of() : List.of("ext-proc: filter chains not loaded"));
      spec.commandLine()
          .getErr()
          .printf(
              "weir: ext-proc serves on %s for %s, admin on %s:%d%n",
              host.address(), xdsServer, admin.host(), page.port());
      services.park();
    } catch (IOException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  private Options options() {
    String id = Optional.ofNullable(node).orElse("ext-proc@" + serving);
    InetSocketAddress server = xdsServer.resolve();
    try {
      return new Options(id, serving.resolve(), server, lanes);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
