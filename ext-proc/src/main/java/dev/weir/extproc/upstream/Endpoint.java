package dev.weir.extproc.upstream;

import dev.weir.proto.v1alpha1.Upstream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// Where an upstream is and how it is called. Equal endpoints share one client.
///
/// @param tls absent for plain text
record Endpoint(
    String host, int port, Upstream.Protocol protocol, Optional<TlsMaterial> tls, Bounds bounds) {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofMillis(500);
  private static final int DEFAULT_CONNECTIONS = 64;
  private static final int DEFAULT_REQUESTS = 1024;
  private static final int DEFAULT_RESPONSE_BYTES = 1 << 20;
  private static final int MAX_PORT = 65_535;

  /// Bounds on the calls of this host, over all its plugins.
  record Bounds(
      Duration timeout,
      Duration connectTimeout,
      int connections,
      int pending,
      int requests,
      int responseBytes) {}

  Endpoint {
    if (host.isEmpty() || port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "address: '%s:%d' (expected: host:port)".formatted(host, port));
    }
  }

  /// Reads the files that the resource names; called off the lanes.
  ///
  /// @throws IOException naming the upstream and the file that cannot be used
  static Endpoint of(Upstream upstream) throws IOException {
    String address = upstream.getAddress();
    int colon = address.lastIndexOf(':');
    try {
      return new Endpoint(
          host(address.substring(0, Math.max(0, colon))),
          Integer.parseInt(address.substring(colon + 1)),
          upstream.getProtocol(),
          upstream.hasTls() ? Optional.of(TlsMaterial.read(upstream.getTls())) : Optional.empty(),
          bounds(upstream));
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException("upstream %s: %s".formatted(upstream.getName(), e.getMessage()), e);
    }
  }

  private static String host(String text) {
    return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
  }

  /// Zero means that the resource leaves the choice to the host.
  private static Bounds bounds(Upstream upstream) {
    return new Bounds(
        upstream.hasTimeout() ? duration(upstream.getTimeout()) : DEFAULT_TIMEOUT,
        upstream.hasConnectTimeout()
            ? duration(upstream.getConnectTimeout())
            : DEFAULT_CONNECT_TIMEOUT,
        or(upstream.getMaxConnections(), DEFAULT_CONNECTIONS),
        or(upstream.getMaxPending(), DEFAULT_REQUESTS),
        or(upstream.getMaxRequests(), DEFAULT_REQUESTS),
        or((int) Math.min(upstream.getMaxResponseBytes(), 1 << 30), DEFAULT_RESPONSE_BYTES));
  }

  private static Duration duration(com.google.protobuf.Duration duration) {
    return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }

  private static int or(int value, int otherwise) {
    return value == 0 ? otherwise : value;
  }
}
