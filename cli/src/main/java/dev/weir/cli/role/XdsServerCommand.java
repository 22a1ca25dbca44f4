package dev.weir.cli.role;

import dev.weir.cli.admin.AdminServer;
import dev.weir.cli.folder.ResourceFolder;
import dev.weir.cli.folder.Variables;
import dev.weir.cli.log.LogOptions;
import dev.weir.cli.service.Parts;
import dev.weir.cli.service.Services;
import dev.weir.cli.user.UserError;
import dev.weir.xds.Options;
import dev.weir.xds.XdsServer;
import dev.weir.xds.service.Bounds;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `weir xds-server`: runs until it is told to end.
@Command(
    name = "xds-server",
    description = "Serve a folder of documents to proxies and ext-proc hosts.",
    mixinStandardHelpOptions = true)
public final class XdsServerCommand implements Runnable {
  @Parameters(paramLabel = "FOLDER", description = "where the documents are")
  @SuppressWarnings("NullAway.Init") // picocli sets it before run()
  private Path folder;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      converter = Address.Converter.class,
      description = "where xDS is served (default: ${DEFAULT-VALUE})")
  private Address listen = new Address("127.0.0.1", 18_000);

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      converter = Address.Converter.class,
      description = "where the admin interface is served (default: ${DEFAULT-VALUE})")
  private Address admin = new Address("127.0.0.1", 18_090);

  @Mixin private HostTlsOptions hostTls = new HostTlsOptions();
  @Mixin private PlaintextOption plaintext = new PlaintextOption();
  @Mixin private LogOptions logging = new LogOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before run()
  private CommandSpec spec;

  @Override
  public void run() {
    logging.apply();
    InetSocketAddress served = plaintext.resolve(listen);
    InetSocketAddress adminAddress = plaintext.resolve(admin);
    Options plain = new Options(served, Bounds.DEFAULT);
    Options options = hostTls.resolve().map(plain::withHostTls).orElse(plain);
    ResourceFolder documents = new ResourceFolder(folder, new Variables(Map.of()));
    try (Services services = new Services()) {
      services.closeAtExit();
      Parts parts = Parts.open(services);
      XdsServer xds = parts.xdsServer(options, documents);
      AdminServer page = parts.admin(adminAddress, Optional.of(xds::status), List::of);
      spec.commandLine()
          .getErr()
          .printf(
              "weir: xds-server serves %s on %s:%d, admin on %s:%d%n",
              folder, listen.host(), xds.port(), admin.host(), page.port());
      services.park();
    } catch (IOException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }
}
