package dev.weir.extproc.stream;

import dev.weir.proxywasm.http.HeaderMap;
import java.util.Optional;
import java.util.Set;

/// What headers say about the rest of their message.
final class HttpSemantics {
  private static final Set<String> BODILESS = Set.of("204", "304");

  private HttpSemantics() {}

  /// Whether the request wants the exchange to become a tunnel: `CONNECT`, in HTTP/2 and 3 also
  /// with `:protocol`, and HTTP/1.1 upgrades such as websockets. Sources: RFC 9110 §7.8 and §9.3.6,
  /// RFC 8441.
  static boolean asksForTunnel(HeaderMap request) {
    return connects(request)
        || request.value("upgrade").filter(protocol -> !protocol.isEmpty()).isPresent();
  }

  /// Whether the answer to such a request is the tunnel.
  static boolean grantsTunnel(HeaderMap request, HeaderMap response) {
    String status = status(response);
    return status.equals("101") || (connects(request) && status.startsWith("2"));
  }

  private static boolean connects(HeaderMap request) {
    return request.value(":method").filter("CONNECT"::equals).isPresent();
  }

  /// Whether a response may have a body. Source: RFC 9110 §6.4.1.
  static boolean mayHaveBody(Optional<HeaderMap> request, HeaderMap response) {
    String status = status(response);
    boolean head = request.flatMap(map -> map.value(":method")).filter("HEAD"::equals).isPresent();
    return !head && !status.startsWith("1") && !BODILESS.contains(status);
  }

  /// Whether trailers will end the message. Sources: RFC 9110 §6.6.2; "gRPC over HTTP2", where
  /// every response ends so.
  static boolean announcesTrailers(HeaderMap headers) {
    boolean grpcResponse =
        !status(headers).isEmpty()
            && headers
                .value("content-type")
                .filter(type -> type.startsWith("application/grpc"))
                .isPresent();
    return grpcResponse || headers.value("trailer").isPresent();
  }

  private static String status(HeaderMap response) {
    return response.value(":status").orElse("");
  }
}
