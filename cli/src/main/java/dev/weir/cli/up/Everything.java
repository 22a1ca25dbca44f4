package dev.weir.cli.up;

import dev.weir.cli.CacheFolder;
import dev.weir.cli.admin.AdminServer;
import dev.weir.cli.envoy.EnvoyBinary;
import dev.weir.cli.envoy.EnvoyBootstrap;
import dev.weir.cli.envoy.EnvoyProcess;
import dev.weir.cli.folder.FolderWatcher;
import dev.weir.cli.folder.ResourceFolder;
import dev.weir.cli.module.FileModules;
import dev.weir.cli.module.ModuleStore;
import dev.weir.cli.service.Metrics;
import dev.weir.cli.service.Services;
import dev.weir.engine.EngineOptions;
import dev.weir.engine.chicory.ChicoryEngine;
import dev.weir.extproc.ExtProcHost;
import dev.weir.xds.XdsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// All parts of `weir up`, started in the order in which they need each other.
final class Everything {
  private static final Duration READY_POLL = Duration.ofMillis(50);

  private final XdsServer xds;
  private final ExtProcHost host;
  private final EnvoyAdmin envoyAdmin;

  private Everything(XdsServer xds, ExtProcHost host, EnvoyAdmin envoyAdmin) {
    this.xds = xds;
    this.host = host;
    this.envoyAdmin = envoyAdmin;
  }

  /// @param services takes what was started, also if a later part cannot be
  /// @throws IOException if an address cannot be bound or the folder cannot be read
  static Everything start(
      Services services,
      PortOptions.Ports ports,
      ResourceFolder folder,
      EnvoyBinary binary,
      List<String> envoyArguments)
      throws IOException {
    Metrics metrics = services.add("metrics", new Metrics());
    services.add("upstream", SampleUpstream.start(ports.upstream()));
    FileModules modules =
        new FileModules(ModuleStore.open(CacheFolder.of(System.getenv()).resolve("modules")));
    XdsServer xds =
        services.add(
            "xds-server",
            XdsServer.start(
                dev.weir.xds.Options.loopback(ports.xds()), modules, metrics.registry()));
    services.add("folder", FolderWatcher.start(folder, xds::publish));
    ChicoryEngine engine = services.add("engine", ChicoryEngine.start(EngineOptions.defaults()));
    ExtProcHost host =
        services.add(
            "ext-proc",
            ExtProcHost.start(
                dev.weir.extproc.Options.of(
                    "ext-proc", loopback(ports.extProc()), loopback(ports.xds())),
                modules,
                engine,
                metrics.registry()));
    Everything everything =
        new Everything(xds, host, services.add("envoy admin", new EnvoyAdmin(ports.envoyAdmin())));
    services.add(
        "admin",
        AdminServer.start(
            loopback(ports.admin()),
            new AdminServer.Sources(xds::status, everything::unready, metrics::text)));
    EnvoyBootstrap bootstrap =
        new EnvoyBootstrap("envoy", "weir-up", loopback(ports.envoyAdmin()), loopback(ports.xds()));
    services.add("Envoy", EnvoyProcess.start(binary, bootstrap, envoyArguments));
    return everything;
  }

  /// Why requests are not served as the documents say; empty when they are.
  List<String> unready() {
    List<String> reasons = new ArrayList<>();
    if (!xds.status().published()) {
      reasons.add("xds-server: no documents published");
    }
    if (!host.ready()) {
      reasons.add("ext-proc: filter chains not loaded");
    }
    if (!envoyAdmin.live()) {
      reasons.add("Envoy: not live");
    }
    return reasons;
  }

  /// Whether everything became ready within this time.
  boolean awaitReady(Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (!unready().isEmpty()) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(READY_POLL);
    }
    return true;
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
