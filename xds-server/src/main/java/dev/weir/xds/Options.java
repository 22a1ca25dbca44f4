package dev.weir.xds;

import dev.weir.xds.service.Bounds;
import dev.weir.xds.service.Extensions;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// How the control plane is started.
///
/// @param address where xDS and the hosts' status are served; port 0 takes a free one
/// @param bounds what a peer may ask for
/// @param extensions code of others that takes part
public record Options(InetSocketAddress address, Bounds bounds, Extensions extensions) {
  /// Without extensions.
  public Options(InetSocketAddress address, Bounds bounds) {
    this(address, bounds, Extensions.NONE);
  }

  /// Plain text on the loopback interface: the embedded default.
  public static Options loopback(int port) {
    return new Options(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Bounds.DEFAULT);
  }
}
