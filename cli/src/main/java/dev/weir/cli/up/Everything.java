package dev.weir.cli.up;

import dev.weir.cli.admin.Views;
import dev.weir.cli.api.Api;
import dev.weir.cli.folder.ResourceFolder;
import dev.weir.cli.service.Parts;
import dev.weir.cli.service.Services;
import dev.weir.cli.telemetry.TelemetryOptions;
import dev.weir.extproc.ExtProcHost;
import dev.weir.xds.XdsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
      Proxy proxy,
      TelemetryOptions telemetry)
      throws IOException {
    Parts parts = Parts.open(services);
    services.add("upstream", SampleUpstream.start(ports.upstream()));
    XdsServer xds = parts.xdsServer(dev.weir.xds.Options.loopback(ports.xds()), folder);
    ExtProcHost host =
        parts.extProcHost(
            dev.weir.extproc.Options.of(
                "ext-proc", loopback(ports.extProc()), loopback(ports.xds())),
            telemetry.open(services, parts.metrics().registry()));
    Everything everything =
        new Everything(xds, host, services.add("envoy admin", new EnvoyAdmin(ports.envoyAdmin())));
    parts.admin(loopback(ports.admin()), Optional.of(xds::status), everything::unready);
    services.add("Envoy", proxy.start(loopback(ports.envoyAdmin()), loopback(ports.xds())));
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

  /// Waits until everything is ready and every plugin of the documents has arrived or was refused.
  ///
  /// @return what is still missing after this time; empty in the ordinary case
  List<String> awaitStarted(Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    List<String> missing = missing();
    while (!missing.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(READY_POLL);
      missing = missing();
    }
    return missing;
  }

  private List<String> missing() {
    List<String> missing = new ArrayList<>(unready());
    for (Api.Plugin plugin : Views.plugins(xds.status()).plugins()) {
      if (plugin.status() == Api.PluginStatus.UPDATING) {
        missing.add("%s: not everywhere yet".formatted(plugin.name()));
      }
    }
    return missing;
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
