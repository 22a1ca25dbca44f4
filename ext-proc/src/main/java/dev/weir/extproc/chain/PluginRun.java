package dev.weir.extproc.chain;

import dev.weir.extproc.chain.Stage.Part;
import dev.weir.extproc.wire.Direction;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.BufferType;
import dev.weir.proxywasm.abi.DataAction;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.abi.StreamType;
import dev.weir.proxywasm.abi.TrailersAction;
import dev.weir.proxywasm.http.BodyBuffer;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.HttpExchange;
import dev.weir.proxywasm.http.LocalResponse;
import dev.weir.proxywasm.http.PropertyValue;
import java.util.List;
import java.util.Optional;

/// One plugin in one exchange: its callbacks, with its fail strategy applied, and what it asks of
/// the exchange.
final class PluginRun implements HttpExchange {
  private final Exchange exchange;
  private final Stage stage;
  private State state = new State.Untouched();

  private sealed interface State {
    /// The exchange has not reached the plugin.
    record Untouched() implements State {}

    record Open(PluginStream stream) implements State {}

    /// The plugin failed, or the exchange ended.
    record Gone() implements State {}
  }

  PluginRun(Exchange exchange, Stage stage) {
    this.exchange = exchange;
    this.stage = stage;
  }

  Stage stage() {
    return stage;
  }

  boolean isOpen() {
    return state instanceof State.Open;
  }

  boolean sees(Direction direction, Part part) {
    return !(state instanceof State.Gone) && stage.sees(direction, part);
  }

  HeadersAction onHeaders(Direction direction, boolean endOfStream) {
    try {
      return switch (open()) {
        case State.Open(PluginStream stream) -> stream.onHeaders(direction, endOfStream);
        case State.Untouched(), State.Gone() -> HeadersAction.CONTINUE;
      };
    } catch (PluginException e) {
      exchange.failed(this, e);
      return HeadersAction.CONTINUE;
    }
  }

  DataAction onBody(Direction direction, boolean endOfStream) {
    try {
      return switch (open()) {
        case State.Open(PluginStream stream) -> stream.onBody(direction, endOfStream);
        case State.Untouched(), State.Gone() -> DataAction.CONTINUE;
      };
    } catch (PluginException e) {
      exchange.failed(this, e);
      return DataAction.CONTINUE;
    }
  }

  TrailersAction onTrailers(Direction direction) {
    try {
      return switch (open()) {
        case State.Open(PluginStream stream) -> stream.onTrailers(direction);
        case State.Untouched(), State.Gone() -> TrailersAction.CONTINUE;
      };
    } catch (PluginException e) {
      exchange.failed(this, e);
      return TrailersAction.CONTINUE;
    }
  }

  /// Ends the plugin's side, once; afterwards everything passes it by.
  void leave() {
    if (state instanceof State.Open(PluginStream stream)) {
      state = new State.Gone();
      stream.close();
    }
    state = new State.Gone();
  }

  /// More is held back for the plugin than may be: the sender waits.
  void pushesBack() {
    stage.holdsTooMuch();
  }

  /// As the other, and the exchange ends.
  void holdsTooMuch(Direction direction) {
    stage.holdsTooMuch();
    exchange.heldTooMuch(this, direction);
  }

  /// An answer made here passes only those plugins that have seen the request, as in Envoy.
  private State open() {
    if (state instanceof State.Untouched && !exchange.isAnsweredHere()) {
      state = new State.Open(stage.open(this));
    }
    return state;
  }

  @Override
  public Optional<HeaderMap> headers(MapType map) {
    return exchange.map(map);
  }

  @Override
  public boolean editable(MapType map) {
    return exchange.editable(map);
  }

  @Override
  public Optional<BodyBuffer> body(BufferType buffer) {
    return switch (buffer) {
      case HTTP_REQUEST_BODY -> exchange.visibleBody(this, Direction.REQUEST);
      case HTTP_RESPONSE_BODY -> exchange.visibleBody(this, Direction.RESPONSE);
      default -> Optional.empty();
    };
  }

  @Override
  public void resume(StreamType stream) {
    switch (stream) {
      case HTTP_REQUEST -> exchange.resume(this, Direction.REQUEST);
      case HTTP_RESPONSE -> exchange.resume(this, Direction.RESPONSE);
      case DOWNSTREAM, UPSTREAM -> {}
    }
  }

  @Override
  public void sendLocalResponse(LocalResponse response) {
    exchange.answerHere(response);
  }

  @Override
  public void closeStream(StreamType stream) {
    exchange.reset(this);
  }

  @Override
  public void clearRouteCache() {
    exchange.proxy().clearRouteCache();
  }

  @Override
  public Optional<PropertyValue> property(List<String> path) {
    return exchange.property(path);
  }

  @Override
  public void setProperty(List<String> path, Bytes value) {
    exchange.setProperty(path, value);
  }

  @Override
  public void fail(PluginException failure) {
    exchange.failed(this, failure);
  }
}
