package dev.weir.extproc.upstream;

import java.util.List;
import org.eclipse.jetty.client.Origin;

/// The one origin of an upstream's client: all its calls share one pool of connections.
final class Origins {
  private Origins() {}

  /// The host is the name that TLS asks for and verifies; [FixedAddress] knows where it is.
  static Origin of(Endpoint endpoint, String protocol) {
    return new Origin(
        endpoint.tls().isPresent() ? "https" : "http",
        endpoint.tls().map(TlsMaterial::serverName).orElse(endpoint.host()),
        endpoint.port(),
        null,
        new Origin.Protocol(List.of(protocol), false));
  }
}
