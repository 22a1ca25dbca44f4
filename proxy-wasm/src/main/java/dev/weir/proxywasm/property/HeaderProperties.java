package dev.weir.proxywasm.property;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.PropertyValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/// The `request.*` and `response.*` properties that Envoy computes from the header maps, as they
/// are after the edits made so far and as the context may see them.
final class HeaderProperties {
  private HeaderProperties() {}

  static Optional<PropertyValue> find(StreamContext context, List<String> path) {
    if (path.size() < 2) {
      return Optional.empty();
    }
    return switch (path.getFirst()) {
      case "request" -> request(context, path);
      case "response" -> response(context, path);
      default -> Optional.empty();
    };
  }

  private static Optional<PropertyValue> request(StreamContext context, List<String> path) {
    Optional<HeaderMap> headers = context.view().headersForProperties(MapType.HTTP_REQUEST_HEADERS);
    if (headers.isEmpty()) {
      return Optional.empty();
    }
    HeaderMap map = headers.get();
    return switch (path.get(1)) {
      case "path" -> text(map, ":path");
      case "url_path" -> map.value(":path").map(target -> text(cut(target, true)));
      case "query" -> map.value(":path").map(target -> text(cut(target, false)));
      case "host" -> text(map, ":authority");
      case "scheme" -> text(map, ":scheme");
      case "method" -> text(map, ":method");
      case "referer" -> text(map, "referer");
      case "useragent" -> text(map, "user-agent");
      case "id" -> text(map, "x-request-id");
      case "headers" -> field(map, path);
      default -> Optional.empty();
    };
  }

  private static Optional<PropertyValue> response(StreamContext context, List<String> path) {
    return switch (path.get(1)) {
      case "headers" ->
          context
              .view()
              .headersForProperties(MapType.HTTP_RESPONSE_HEADERS)
              .flatMap(map -> field(map, path));
      case "trailers" ->
          context
              .view()
              .headersForProperties(MapType.HTTP_RESPONSE_TRAILERS)
              .flatMap(map -> field(map, path));
      case "code" -> context.view().responseStatus().flatMap(HeaderProperties::status);
      default -> Optional.empty();
    };
  }

  private static Optional<PropertyValue> status(String digits) {
    return digits.matches("[0-9]{3}")
        ? Optional.of(new PropertyValue.Int64(Long.parseLong(digits)))
        : Optional.empty();
  }

  /// The values of a repeated header are joined by commas.
  private static Optional<PropertyValue> field(HeaderMap map, List<String> path) {
    if (path.size() != 3) {
      return Optional.empty();
    }
    byte[] name = path.get(2).getBytes(StandardCharsets.ISO_8859_1);
    int first = map.find(name, 0, name.length);
    if (first < 0) {
      return Optional.empty();
    }
    int next = map.findFrom(first + 1, name, 0, name.length);
    return Optional.of(next < 0 ? text(map, first) : text(joined(map, first, name)));
  }

  private static String joined(HeaderMap map, int first, byte[] name) {
    StringJoiner values = new StringJoiner(",");
    for (int i = first; i >= 0; i = map.findFrom(i + 1, name, 0, name.length)) {
      values.add(map.value(i));
    }
    return values.toString();
  }

  private static Optional<PropertyValue> text(HeaderMap map, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    int index = map.find(bytes, 0, bytes.length);
    return index < 0 ? Optional.empty() : Optional.of(text(map, index));
  }

  private static PropertyValue text(HeaderMap map, int index) {
    return new PropertyValue.Text(
        Bytes.copyOf(map.arena(), map.valueAt(index), map.valueLength(index)));
  }

  private static PropertyValue text(String latin1) {
    return new PropertyValue.Text(Bytes.wrap(latin1.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /// The part of a request target before its question mark, or the query after it.
  private static String cut(String target, boolean before) {
    int end = target.indexOf('#');
    String withoutFragment = end < 0 ? target : target.substring(0, end);
    int mark = withoutFragment.indexOf('?');
    if (before) {
      return mark < 0 ? withoutFragment : withoutFragment.substring(0, mark);
    }
    return mark < 0 ? "" : withoutFragment.substring(mark + 1);
  }
}
