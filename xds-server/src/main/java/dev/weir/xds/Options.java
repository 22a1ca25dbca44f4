package dev.weir.xds;

import dev.weir.xds.service.Bounds;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// How the control plane is started.
///
/// @param address where xDS and the hosts' status are served; port 0 takes a free one
/// @param bounds what a peer may ask for
public record Options(InetSocketAddress address, Bounds bounds) {
  /// Plain text on the loopback interface: the embedded default.
  public static Options loopback(int port) {
    return new Options(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Bounds.DEFAULT);
  }
}
