package dev.weir.proxywasm.context;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.BufferType;
import dev.weir.proxywasm.abi.Callback;
import dev.weir.proxywasm.abi.DataAction;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.abi.StreamType;
import dev.weir.proxywasm.abi.TrailersAction;
import dev.weir.proxywasm.http.BodyBuffer;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.HttpExchange;
import dev.weir.proxywasm.http.LocalResponse;
import dev.weir.proxywasm.http.PropertyStore;
import java.util.List;
import java.util.Optional;

/// One plugin's context for one HTTP exchange. Touched only on the plugin's lane.
///
/// Each callback reads headers and body from the exchange it was opened with. A callback that the
/// module does not export answers CONTINUE without touching the VM. Each throws a `PluginException`
/// when the plugin fails in it, or has failed before.
public final class StreamContext extends Context {
  private static final StreamType NONE = StreamType.DOWNSTREAM;

  private static final String STATUS = ":status";

  private final Vm vm;
  private final PluginContext plugin;
  private final HttpExchange exchange;

  private final StreamBudget budget;
  private final Visibility visibility = new Visibility();

  /// The direction whose callback runs; DOWNSTREAM outside of callbacks.
  private StreamType inCallback = NONE;

  private boolean inHeaders;
  private boolean resumedInCallback;
  private boolean answeredInCallback;
  private boolean logging;
  private boolean closed;

  StreamContext(int id, PluginContext plugin, HttpExchange exchange) {
    super(id);
    this.vm = plugin.vm();
    this.plugin = plugin;
    this.exchange = exchange;
    this.budget = new StreamBudget(plugin);
  }

  void create(int parent) {
    try {
      vm.call(this, Callback.CONTEXT_CREATE, parent);
    } catch (PluginException e) {
      leave();
      throw e;
    }
  }

  public HeadersAction onRequestHeaders(boolean endOfStream) {
    return headers(
        Callback.REQUEST_HEADERS,
        MapType.HTTP_REQUEST_HEADERS,
        StreamType.HTTP_REQUEST,
        endOfStream);
  }

  public HeadersAction onResponseHeaders(boolean endOfStream) {
    return headers(
        Callback.RESPONSE_HEADERS,
        MapType.HTTP_RESPONSE_HEADERS,
        StreamType.HTTP_RESPONSE,
        endOfStream);
  }

  private HeadersAction headers(
      Callback callback, MapType map, StreamType direction, boolean endOfStream) {
    if (!vm.exports(callback)) {
      return HeadersAction.CONTINUE;
    }
    inHeaders = true;
    HeadersAction action =
        HeadersAction.fromCode(call(callback, direction, show(map), endOfStream));
    inHeaders = false;
    if (answeredInCallback) {
      return HeadersAction.STOP_ALL_AND_WATERMARK;
    }
    if (action == HeadersAction.CONTINUE || resumedInCallback) {
      visibility.hide(map);
      return HeadersAction.CONTINUE;
    }
    HeadersAction stop = stop(action);
    reportStall(callback, stop != HeadersAction.STOP_ITERATION || endOfStream);
    return stop;
  }

  private HeadersAction stop(HeadersAction asked) {
    return asked == HeadersAction.STOP_ITERATION
            && !plugin.spec().behaviour().allowOnHeadersStopIteration()
        ? HeadersAction.STOP_ALL_AND_WATERMARK
        : asked;
  }

  /// The size that the plugin hears is that of the body which the exchange shows now.
  public DataAction onRequestBody(boolean endOfStream) {
    return body(
        Callback.REQUEST_BODY, BufferType.HTTP_REQUEST_BODY, StreamType.HTTP_REQUEST, endOfStream);
  }

  /// As [#onRequestBody].
  public DataAction onResponseBody(boolean endOfStream) {
    return body(
        Callback.RESPONSE_BODY,
        BufferType.HTTP_RESPONSE_BODY,
        StreamType.HTTP_RESPONSE,
        endOfStream);
  }

  private DataAction body(
      Callback callback, BufferType buffer, StreamType direction, boolean endOfStream) {
    if (!vm.exports(callback)) {
      return DataAction.CONTINUE;
    }
    Optional<BodyBuffer> body = exchange.body(buffer);
    int size = body.isPresent() ? body.get().length() : 0;
    DataAction action = DataAction.fromCode(call(callback, direction, size, endOfStream));
    if (answeredInCallback) {
      return DataAction.STOP_NO_BUFFER;
    }
    if (action == DataAction.CONTINUE || resumedInCallback) {
      return DataAction.CONTINUE;
    }
    reportStall(callback, endOfStream);
    return action;
  }

  public TrailersAction onRequestTrailers() {
    return trailers(
        Callback.REQUEST_TRAILERS, MapType.HTTP_REQUEST_TRAILERS, StreamType.HTTP_REQUEST);
  }

  public TrailersAction onResponseTrailers() {
    return trailers(
        Callback.RESPONSE_TRAILERS, MapType.HTTP_RESPONSE_TRAILERS, StreamType.HTTP_RESPONSE);
  }

  private TrailersAction trailers(Callback callback, MapType map, StreamType direction) {
    if (!vm.exports(callback)) {
      return TrailersAction.CONTINUE;
    }
    TrailersAction action = TrailersAction.fromCode(call(callback, direction, show(map), false));
    if (answeredInCallback) {
      return TrailersAction.STOP;
    }
    if (action == TrailersAction.CONTINUE || resumedInCallback) {
      visibility.hide(map);
      return TrailersAction.CONTINUE;
    }
    reportStall(callback, true);
    return action;
  }

  /// The plugin holds the stream. If no further callback of it is due and nothing else will call
  /// the plugin, it holds it for ever.
  private void reportStall(Callback callback, boolean lastOfStream) {
    if (lastOfStream && !plugin.expectsEvents()) {
      plugin.stalled(callback);
    }
  }

  /// From here on the plugin sees this map.
  ///
  /// @return the number of its entries
  private int show(MapType map) {
    Optional<HeaderMap> headers = exchange.headers(map);
    visibility.show(map, headers);
    return headers.isPresent() ? headers.get().size() : 0;
  }

  /// Enters the guest with as many arguments as its export takes.
  private int call(Callback callback, StreamType direction, int count, boolean endOfStream) {
    inCallback = direction;
    resumedInCallback = false;
    answeredInCallback = false;
    try {
      return vm.arity(callback) == 2
          ? vm.call(this, callback, count)
          : vm.call(this, callback, count, endOfStream ? 1 : 0);
    } catch (PluginException e) {
      leave();
      throw e;
    } finally {
      inCallback = NONE;
    }
  }

  /// The exchange ended: log, done, delete, as Envoy orders them. Never throws; a second call has
  /// no effect.
  public void close() {
    if (closed) {
      return;
    }
    try {
      if (vm.failure().isEmpty()) {
        finish();
      }
    } catch (PluginException e) {
      // The VM has told its owner, and this stream needs nothing more from it.
    } finally {
      leave();
    }
  }

  private void leave() {
    if (!closed) {
      closed = true;
      vm.contexts().remove(id());
    }
  }

  private void finish() {
    if (vm.exports(Callback.LOG)) {
      logging = true;
      vm.call(this, Callback.LOG);
      logging = false;
    }
    if (vm.exports(Callback.DONE)) {
      vm.call(this, Callback.DONE);
    }
    if (vm.exports(Callback.DELETE)) {
      vm.call(this, Callback.DELETE);
    }
  }

  @Override
  void fail(PluginException failure) {
    if (!closed) {
      leave();
      exchange.fail(failure);
    }
  }

  @Override
  public PluginContext plugin() {
    return plugin;
  }

  public HttpExchange exchange() {
    return exchange;
  }

  /// In strict mode none while headers pass: Envoy does not let a plugin make one.
  @Override
  public Optional<BodyBuffer> body(BufferType type) {
    boolean hidden = !type.isHttpBody() || (inHeaders && plugin.strict());
    return hidden ? Optional.empty() : exchange.body(type);
  }

  /// In strict mode only what Envoy holds in this phase; else whatever has arrived.
  @Override
  public Optional<HeaderMap> headers(MapType map) {
    if (!map.ofStream()) {
      return plugin.headers(map);
    }
    if (plugin.strict() && !logging) {
      return visibility.map(map);
    }
    return plugin.strict() && !Visibility.inLog(map) ? Optional.empty() : exchange.headers(map);
  }

  /// The map that properties are read from. In strict mode the one that Envoy still holds, also in
  /// the log, where [#headers] shows what went out.
  public Optional<HeaderMap> headersForProperties(MapType map) {
    return plugin.strict() ? visibility.map(map).or(() -> headers(map)) : headers(map);
  }

  /// The map if an edit of it can still reach the proxy. In strict mode as long as Envoy holds the
  /// map, which it does after a local response and in the log too, where no edit shows any more.
  @Override
  public Optional<HeaderMap> editable(MapType map) {
    if (!map.ofStream()) {
      return Optional.empty();
    }
    if (plugin.strict()) {
      return visibility.map(map);
    }
    if (logging) {
      return Optional.empty();
    }
    return exchange.editable(map) ? headers(map) : Optional.empty();
  }

  /// Counts what the plugin is about to write to a header map; false if it is too much.
  public boolean takeHeaderBytes(long bytes) {
    return budget.takeHeaderBytes(bytes);
  }

  @Override
  public Optional<PropertyStore> properties() {
    return Optional.of(exchange);
  }

  @Override
  public void setProperty(List<String> path, Bytes value) {
    budget.setProperty(exchange, path, value);
  }

  /// The response's status as the proxy knows it: an edit counts when the plugin has let go.
  public Optional<String> responseStatus() {
    return exchange
        .headers(MapType.HTTP_RESPONSE_HEADERS)
        .flatMap(
            visibility.in(MapType.HTTP_RESPONSE_HEADERS)
                ? map -> map.originalValue(STATUS)
                : map -> map.value(STATUS));
  }

  /// Whether the access log callback runs.
  @Override
  public boolean logging() {
    return logging;
  }

  /// `proxy_continue_stream`. Inside the direction's own callback it overrides the returned pause.
  /// Envoy lets go of the request in either direction.
  public void resume(StreamType direction) {
    visibility.hide(MapType.HTTP_REQUEST_HEADERS);
    visibility.hide(MapType.HTTP_REQUEST_TRAILERS);
    if (direction == inCallback) {
      resumedInCallback = true;
    } else {
      defer(() -> exchange.resume(direction));
    }
  }

  /// `proxy_send_local_response`. Inside one of the stream's own callbacks it overrides the
  /// returned action.
  public void answer(LocalResponse response) {
    answeredInCallback = true;
    defer(() -> exchange.sendLocalResponse(response));
  }

  public void reset(StreamType direction) {
    defer(() -> exchange.closeStream(direction));
  }

  public void clearRouteCache() {
    defer(exchange::clearRouteCache);
  }

  private void defer(Runnable effect) {
    vm.defer(() -> {
      if (!closed) {
        effect.run();
      }
    });
  }
}
