package dev.weir.extproc.record;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.BufferType;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.abi.StreamType;
import dev.weir.proxywasm.http.BodyBuffer;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.HttpExchange;
import dev.weir.proxywasm.http.LocalResponse;
import dev.weir.proxywasm.http.PropertyValue;
import java.util.List;
import java.util.Optional;

/// What a plugin does to its exchange, as far as its visit ends with it.
final class WatchedExchange implements HttpExchange {
  private final HttpExchange exchange;
  private final PluginVisit visit;

  WatchedExchange(HttpExchange exchange, PluginVisit visit) {
    this.exchange = exchange;
    this.visit = visit;
  }

  @Override
  public void resume(StreamType stream) {
    visit.resumed();
    exchange.resume(stream);
  }

  @Override
  public void sendLocalResponse(LocalResponse response) {
    visit.came(Outcome.IMMEDIATE);
    exchange.sendLocalResponse(response);
  }

  @Override
  public void closeStream(StreamType stream) {
    visit.came(Outcome.IMMEDIATE);
    exchange.closeStream(stream);
  }

  @Override
  public Optional<HeaderMap> headers(MapType map) {
    return exchange.headers(map);
  }

  @Override
  public boolean editable(MapType map) {
    return exchange.editable(map);
  }

  @Override
  public Optional<BodyBuffer> body(BufferType buffer) {
    return exchange.body(buffer);
  }

  @Override
  public void clearRouteCache() {
    exchange.clearRouteCache();
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
    exchange.fail(failure);
  }
}
