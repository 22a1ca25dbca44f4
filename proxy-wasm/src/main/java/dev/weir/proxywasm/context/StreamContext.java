package dev.weir.proxywasm.context;

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
import java.util.Optional;

/// One plugin's context for one HTTP exchange. Touched only on the plugin's lane.
///
/// Each callback reads headers and body from the exchange it was opened with. A callback that the
/// module does not export answers CONTINUE without touching the VM. Each throws a `PluginException`
/// when the plugin fails in it, or has failed before.
public final class StreamContext extends TrafficContext {
  private static final StreamType NONE = StreamType.DOWNSTREAM;

  private final HttpExchange exchange;
  private final StreamView view;

  /// The direction whose callback runs; DOWNSTREAM outside of callbacks.
  private StreamType inCallback = NONE;

  private boolean resumedInCallback;
  private boolean answeredInCallback;

  StreamContext(int id, PluginContext plugin, HttpExchange exchange) {
    super(id, plugin);
    this.exchange = exchange;
    this.view = new StreamView(exchange, plugin);
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
    view.at(StreamView.Moment.HEADERS);
    HeadersAction action =
        HeadersAction.fromCode(call(callback, direction, view.hold(map), endOfStream));
    view.at(StreamView.Moment.OTHER);
    if (answeredInCallback) {
      return HeadersAction.STOP_ALL_AND_WATERMARK;
    }
    if (action == HeadersAction.CONTINUE || resumedInCallback) {
      view.letGo(map);
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
    TrailersAction action =
        TrailersAction.fromCode(call(callback, direction, view.hold(map), false));
    if (answeredInCallback) {
      return TrailersAction.STOP;
    }
    if (action == TrailersAction.CONTINUE || resumedInCallback) {
      view.letGo(map);
      return TrailersAction.CONTINUE;
    }
    reportStall(callback, true);
    return action;
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

  @Override
  void finish() {
    view.at(StreamView.Moment.LOG);
    callIfExported(Callback.LOG);
    view.at(StreamView.Moment.OTHER);
    callIfExported(Callback.DONE);
    callIfExported(Callback.DELETE);
  }

  @Override
  void tell(PluginException failure) {
    exchange.fail(failure);
  }

  @Override
  PropertyStore store() {
    return exchange;
  }

  public HttpExchange exchange() {
    return exchange;
  }

  /// What the plugin sees of the exchange now.
  public StreamView view() {
    return view;
  }

  @Override
  public Optional<BodyBuffer> body(BufferType type) {
    return type.isHttpBody() ? view.body(type) : Optional.empty();
  }

  @Override
  public Optional<HeaderMap> headers(MapType map) {
    return map.ofStream() ? view.headers(map) : plugin.headers(map);
  }

  @Override
  public Optional<HeaderMap> editable(MapType map) {
    return map.ofStream() ? view.editable(map) : Optional.empty();
  }

  /// Counts what the plugin is about to write to a header map of `present` bytes; false if it is
  /// too much.
  public boolean takeHeaderBytes(long present, long bytes) {
    return budget.takeHeaderBytes(present, bytes);
  }

  /// Whether the access log callback runs.
  @Override
  public boolean logging() {
    return view.logging();
  }

  /// `proxy_continue_stream`. Inside the direction's own callback it overrides the returned pause.
  /// Envoy lets go of the request in either direction.
  public void resume(StreamType direction) {
    view.letGo(MapType.HTTP_REQUEST_HEADERS);
    view.letGo(MapType.HTTP_REQUEST_TRAILERS);
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
}
