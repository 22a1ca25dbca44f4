package dev.weir.extproc.stream;

import dev.weir.proxywasm.http.HeaderMap;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/// What headers say about the rest of their message.
final class HttpSemantics {
  /// The content length where there is none.
  static final long UNTOLD = -1;

  private static final int MOST_DIGITS = 18;
  private static final String GRPC = "application/grpc";
  private static final Set<String> BODILESS = Set.of("204", "304");
  private static final byte[] METHOD = bytes(":method");
  private static final byte[] CONNECT = bytes("CONNECT");
  private static final byte[] UPGRADE = bytes("upgrade");
  private static final byte[] CONTENT_LENGTH = bytes("content-length");

  private HttpSemantics() {}

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Whether the request wants the exchange to become a tunnel: `CONNECT`, in HTTP/2 and 3 also
  /// with `:protocol`, and HTTP/1.1 upgrades such as websockets. Sources: RFC 9110 §7.8 and §9.3.6,
  /// RFC 8441.
  static boolean asksForTunnel(HeaderMap request) {
    int upgrade = request.find(UPGRADE, 0, UPGRADE.length);
    return connects(request) || (upgrade >= 0 && request.valueLength(upgrade) > 0);
  }

  /// Whether the answer to such a request is the tunnel.
  static boolean grantsTunnel(HeaderMap request, HeaderMap response) {
    String status = status(response);
    return status.equals("101") || (connects(request) && status.startsWith("2"));
  }

  private static boolean connects(HeaderMap request) {
    return request.valueIs(METHOD, CONNECT);
  }

  /// Whether a response may have a body: what counts is the request that the client sent. Source:
  /// RFC 9110 §6.4.1.
  static boolean mayHaveBody(Optional<HeaderMap> request, HeaderMap response) {
    String status = status(response);
    return request.filter(HttpSemantics::asksForHeadersOnly).isEmpty()
        && !status.startsWith("1")
        && !BODILESS.contains(status);
  }

  /// Whether a response with this status has no body, whatever was asked for.
  static boolean isBodiless(HeaderMap response) {
    return BODILESS.contains(status(response));
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

  /// Bytes of the body that the headers promise; 0 if they do not say it in digits, [#UNTOLD] if
  /// they say nothing.
  static long contentLength(HeaderMap headers) {
    int index = headers.find(CONTENT_LENGTH, 0, CONTENT_LENGTH.length);
    if (index < 0) {
      return UNTOLD;
    }
    if (headers.valueLength(index) > MOST_DIGITS) {
      return 0;
    }
    long length = 0;
    int end = headers.valueAt(index) + headers.valueLength(index);
    for (int at = headers.valueAt(index); at < end; at++) {
      int digit = headers.arena()[at] - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      length = length * 10 + digit;
    }
    return length;
  }

  private static String status(HeaderMap response) {
    return response.value(":status").orElse("");
  }
}
