package dev.weir.model;

import java.time.Duration;
import java.util.Optional;

/// A service that a plugin may call under `name`.
///
/// @param address `host:port`
/// @param tls absent for plain text
public record Upstream(
    String name, String address, Protocol protocol, Optional<Tls> tls, Bounds bounds) {

  /// How HTTP calls are made; gRPC calls are HTTP/2 in any case.
  public enum Protocol {
    HTTP1,
    /// Without TLS by prior knowledge.
    HTTP2
  }

  /// How a connection is secured. Certificates and keys are paths on the host that makes the call,
  /// never their content, so that a document holds no secret.
  ///
  /// @param sni the server name that is asked for and verified
  /// @param caFile PEM certificates that are trusted; absent for those of the host
  public record Tls(
      String sni, Optional<String> caFile, Optional<ClientCertificate> clientCertificate) {}

  /// What the host shows of itself, in PEM files.
  public record ClientCertificate(String certificateFile, String keyFile) {}

  /// Bounds of each ext-proc host on its calls to the upstream.
  ///
  /// @param timeout longest time for one call, connecting included
  /// @param connectTimeout longest time for a connection to be made
  /// @param maxConnections most connections open at one time
  /// @param maxPending most HTTP calls that wait for a connection
  /// @param maxRequests most calls open at one time
  /// @param maxResponseBytes largest body of a response, and largest gRPC message
  public record Bounds(
      Duration timeout,
      Duration connectTimeout,
      int maxConnections,
      int maxPending,
      int maxRequests,
      long maxResponseBytes) {
    /// A call that waits longer has lost its request's client.
    public static final Duration MAX_TIMEOUT = Duration.ofHours(1);

    /// A response is held in memory as a whole, once per open call.
    public static final long MAX_RESPONSE_BYTES = 1L << 30;
  }
}
