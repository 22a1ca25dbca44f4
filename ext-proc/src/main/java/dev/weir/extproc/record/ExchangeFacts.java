package dev.weir.extproc.record;

import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.ProxyMessage;
import dev.weir.proxywasm.http.HeaderMap;
import java.util.Optional;

/// What an exchange was, as the proxy sent it: a handful of values and nothing else, so that no
/// secret in a header or a query gets any further. Texts are cut at 1,024 characters.
public final class ExchangeFacts {
  private static final int MAX_LENGTH = 1_024;

  private String method = "";
  private String authority = "";
  private String path = "";
  private String requestId = "";
  private String traceParent = "";
  private String status = "";

  ExchangeFacts() {}

  /// Read before plugins see the message, for they edit the map.
  void add(ProxyMessage message) {
    if (!(message.part() instanceof ProxyMessage.Part.Headers(var direction, var map, _))) {
      return;
    }
    if (direction == Direction.REQUEST) {
      method = value(map, ":method");
      authority = value(map, ":authority");
      path = withoutQuery(value(map, ":path"));
      requestId = value(map, "x-request-id");
      traceParent = value(map, "traceparent");
    } else {
      status = value(map, ":status");
    }
  }

  private static String value(HeaderMap map, String name) {
    Optional<String> value = map.value(name);
    return value.map(text -> text.substring(0, Math.min(text.length(), MAX_LENGTH))).orElse("");
  }

  private static String withoutQuery(String path) {
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  /// `:method`; this and the others are empty where they were not seen.
  public String method() {
    return method;
  }

  /// `:authority`.
  public String authority() {
    return authority;
  }

  /// `:path`, without the query.
  public String path() {
    return path;
  }

  /// `x-request-id`.
  public String requestId() {
    return requestId;
  }

  /// `traceparent` of the request.
  public String traceParent() {
    return traceParent;
  }

  /// `:status` of the response from the upstream.
  public String status() {
    return status;
  }
}
