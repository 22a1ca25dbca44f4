package dev.weir.extproc.stream;

import dev.weir.proxywasm.http.HeaderMap;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What headers say about the rest of their message.
final class HttpSemantics {
  private static final String GRPC = "application/grpc";
  private static final Set<String> BODILESS = Set.of("204", "304");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

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

  /// Whether a response may have a body: what counts is the request that the client sent. Source:
  /// RFC 9110 §6.4.1.
  static boolean mayHaveBody(Optional<HeaderMap> request, HeaderMap response) {
    String status = status(response);
    return request.filter(HttpSemantics::asksForHeadersOnly).isEmpty()
        && !status.startsWith("1")
        && !BODILESS.contains(status);
  }

  /// Whether a local response to this request may be sent in pieces. Envoy puts these on the wire
  /// as they are: it neither leaves the body out nor makes a gRPC status of them, as it does with a
  /// whole one.
  static boolean takesPieces(HeaderMap request) {
    boolean grpc =
        request.originalValue("content-type").filter(t -> t.startsWith(GRPC)).isPresent();
    return !grpc && !asksForHeadersOnly(request);
  }

  private static boolean asksForHeadersOnly(HeaderMap request) {
    return request.originalValue(":method").filter("HEAD"::equals).isPresent();
  }

  /// Bytes of the body that the headers promise; 0 if they do not say, or not in digits.
  static long contentLength(HeaderMap headers) {
    return headers
        .value("content-length")
        .filter(text -> DIGITS.matcher(text).matches())
        .map(Long::valueOf)
        .orElse(0L);
  }

  private static String status(HeaderMap response) {
    return response.value(":status").orElse("");
  }
}
