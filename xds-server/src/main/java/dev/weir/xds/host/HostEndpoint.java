package dev.weir.xds.host;

import dev.weir.proto.v1alpha1.HostStatus;
import java.util.Optional;

/// An ext-proc host as a proxy's endpoint.
public record HostEndpoint(HostAddress address, HostStatus.Transport transport) {
  /// What a host says of itself; empty if it names no address.
  public static Optional<HostEndpoint> of(HostStatus report) {
    return HostAddress.parse(report.getAddress())
        .map(address -> new HostEndpoint(address, report.getTransport()));
  }
}
