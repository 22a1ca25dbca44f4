package dev.weir.cli.up;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/// Where `weir up` listens. Everything is on the loopback interface; port 0 takes a free one.
final class PortOptions {
  @Option(
      names = "--proxy-port",
      paramLabel = "PORT",
      description = "the proxy, in documents $${WEIR_PROXY_PORT} (default: ${DEFAULT-VALUE})")
  private int proxy = 10_000;

  @Option(
      names = "--upstream-port",
      paramLabel = "PORT",
      description =
          "the sample upstream, in documents $${WEIR_UPSTREAM_PORT} (default: ${DEFAULT-VALUE})")
  private int upstream = 18_081;

  @Option(
      names = "--xds-port",
      paramLabel = "PORT",
      description = "xDS, gRPC (default: ${DEFAULT-VALUE})")
  private int xds = 18_000;

  @Option(
      names = "--ext-proc-port",
      paramLabel = "PORT",
      description = "ext_proc, gRPC (default: ${DEFAULT-VALUE})")
  private int extProc = 18_080;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description = "Weir's admin interface, HTTP (default: ${DEFAULT-VALUE})")
  private int admin = 18_090;

  @Option(
      names = "--envoy-admin-port",
      paramLabel = "PORT",
      description = "Envoy's admin interface, HTTP (default: ${DEFAULT-VALUE})")
  private int envoyAdmin = 19_000;

  /// Finds every port free, or says which one is not, before anything listens.
  Ports claim() {
    List<Integer> claimed =
        PortClaim.all(
            List.of(
                new PortClaim(proxy, "the proxy", "--proxy-port"),
                new PortClaim(upstream, "the sample upstream", "--upstream-port"),
                new PortClaim(xds, "xDS", "--xds-port"),
                new PortClaim(extProc, "ext_proc", "--ext-proc-port"),
                new PortClaim(admin, "Weir's admin interface", "--admin-port"),
                new PortClaim(envoyAdmin, "Envoy's admin interface", "--envoy-admin-port")));
    return new Ports(
        claimed.get(0),
        claimed.get(1),
        claimed.get(2),
        claimed.get(3),
        claimed.get(4),
        claimed.get(5));
  }

  /// The ports that `weir up` uses, all different and none 0.
  record Ports(int proxy, int upstream, int xds, int extProc, int admin, int envoyAdmin) {
    /// What documents may refer to.
    Map<String, String> variables() {
      return Map.of(
          "WEIR_PROXY_PORT", String.valueOf(proxy), "WEIR_UPSTREAM_PORT", String.valueOf(upstream));
    }
  }
}
