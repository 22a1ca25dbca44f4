package dev.weir.xds;

import dev.weir.xds.host.HostTls;
import dev.weir.xds.service.Bounds;
import dev.weir.xds.service.Extensions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// How the control plane is started.
///
/// @param address where xDS and the hosts' status are served; port 0 takes a free one
/// @param bounds what a peer may ask for
/// @param extensions code of others that takes part
/// @param hostTls how proxies speak to ext-proc hosts that serve TLS
public record Options(
    InetSocketAddress address, Bounds bounds, Extensions extensions, Optional<HostTls> hostTls) {
  /// For hosts that serve plain text.
  public Options(InetSocketAddress address, Bounds bounds, Extensions extensions) {
    this(address, bounds, extensions, Optional.empty());
  }

  /// Without extensions.
  public Options(InetSocketAddress address, Bounds bounds) {
    this(address, bounds, Extensions.NONE);
  }

  public Options withHostTls(HostTls tls) {
    return new Options(address, bounds, extensions, Optional.of(tls));
  }

  /// Plain text on the loopback interface: the embedded default.
  public static Options loopback(int port) {
    return new Options(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Bounds.DEFAULT);
  }
}
