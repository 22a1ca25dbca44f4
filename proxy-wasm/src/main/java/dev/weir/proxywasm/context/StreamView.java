package dev.weir.proxywasm.context;

import dev.weir.proxywasm.abi.BufferType;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.http.BodyBuffer;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.HttpExchange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a plugin sees of its exchange now, and what of it it may change.
///
/// In strict mode it sees what Envoy still holds: a header map from its callback until that returns
/// Continue. Else it sees whatever has arrived.
public final class StreamView {
  private static final String STATUS = ":status";

  /// The callback that runs, where it matters.
  enum Moment {
    HEADERS,
    LOG,
    OTHER
  }

  private final HttpExchange exchange;
  private final PluginContext plugin;

  /// What Envoy holds, by the type's code; the types of a stream come first.
  private final @Nullable HeaderMap[] held =
      new @Nullable HeaderMap[MapType.HTTP_RESPONSE_TRAILERS.code() + 1];

  private Moment moment = Moment.OTHER;

  StreamView(HttpExchange exchange, PluginContext plugin) {
    this.exchange = exchange;
    this.plugin = plugin;
  }

  void at(Moment now) {
    moment = now;
  }

  boolean logging() {
    return moment == Moment.LOG;
  }

  /// From here on Envoy holds this map.
  ///
  /// @return the number of its entries
  int hold(MapType map) {
    Optional<HeaderMap> headers = exchange.headers(map);
    held[map.code()] = headers.orElse(null);
    return headers.isPresent() ? headers.get().size() : 0;
  }

  void letGo(MapType map) {
    held[map.code()] = null;
  }

  private Optional<HeaderMap> held(MapType map) {
    return Optional.ofNullable(held[map.code()]);
  }

  /// A map of the stream, to read.
  public Optional<HeaderMap> headers(MapType map) {
    if (!plugin.strict()) {
      return exchange.headers(map);
    }
    if (!logging()) {
      return held(map);
    }
    return map == MapType.HTTP_REQUEST_TRAILERS ? Optional.empty() : exchange.headers(map);
  }

  /// The map that properties are read from. In strict mode the one that Envoy still holds, also in
  /// the log, where [#headers] shows what went out.
  public Optional<HeaderMap> headersForProperties(MapType map) {
    return plugin.strict() ? held(map).or(() -> headers(map)) : headers(map);
  }

  /// The map if an edit of it can still reach the proxy. In strict mode as long as Envoy holds the
  /// map, which it does after a local response and in the log too, where no edit shows any more.
  Optional<HeaderMap> editable(MapType map) {
    if (plugin.strict()) {
      return held(map);
    }
    return moment != Moment.LOG && exchange.editable(map)
        ? exchange.headers(map)
        : Optional.empty();
  }

  /// The body, to read and change. In strict mode none while headers pass: Envoy does not let a
  /// plugin make one.
  Optional<BodyBuffer> body(BufferType type) {
    return moment == Moment.HEADERS && plugin.strict() ? Optional.empty() : exchange.body(type);
  }

  /// The response's status as the proxy knows it: an edit counts when the plugin has let go.
  public Optional<String> responseStatus() {
    return exchange
        .headers(MapType.HTTP_RESPONSE_HEADERS)
        .flatMap(
            held(MapType.HTTP_RESPONSE_HEADERS).isPresent()
                ? map -> map.originalValue(STATUS)
                : map -> map.value(STATUS));
  }
}
