package dev.weir.proxywasm.testing;

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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An exchange held in memory that writes down what a plugin asks for.
public final class FakeExchange implements HttpExchange {
  public final List<StreamType> resumed = new ArrayList<>();
  public final List<LocalResponse> localResponses = new ArrayList<>();
  public final List<StreamType> closed = new ArrayList<>();
  public final List<PluginException> failures = new ArrayList<>();
  public int routeCacheClears;
  private Runnable onResume = () -> {};

  private final Map<MapType, HeaderMap> maps = new EnumMap<>(MapType.class);
  private final Set<MapType> released = EnumSet.noneOf(MapType.class);
  private final Map<BufferType, BodyBuffer> bodies = new EnumMap<>(BufferType.class);
  private final Map<List<String>, PropertyValue> properties = new HashMap<>();

  /// A GET of `/`, with further headers as names and values in turns.
  public static FakeExchange get(String... namesAndValues) {
    FakeExchange exchange = new FakeExchange();
    HeaderMap headers = HeaderMap.of(":method", "GET", ":path", "/", ":authority", "example.org");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return exchange.with(MapType.HTTP_REQUEST_HEADERS, headers);
  }

  public FakeExchange with(MapType type, HeaderMap map) {
    map.markOriginal();
    maps.put(type, map);
    return this;
  }

  public FakeExchange with(BufferType type, String body) {
    bodies.put(type, BodyBuffer.wrap(Bytes.utf8(body).toByteArray()));
    return this;
  }

  public FakeExchange without(BufferType type) {
    bodies.remove(type);
    return this;
  }

  public FakeExchange with(List<String> path, PropertyValue value) {
    properties.put(path, value);
    return this;
  }

  /// What follows when the plugin lets go.
  public void onResume(Runnable next) {
    onResume = next;
  }

  /// The map has gone on to the proxy.
  public FakeExchange release(MapType type) {
    released.add(type);
    return this;
  }

  public HeaderMap map(MapType type) {
    return headers(type).orElseThrow();
  }

  public String text(BufferType type) {
    return Bytes.wrap(body(type).orElseThrow().toByteArray()).utf8();
  }

  @Override
  public Optional<HeaderMap> headers(MapType map) {
    return Optional.ofNullable(maps.get(map));
  }

  @Override
  public boolean editable(MapType map) {
    return maps.containsKey(map) && !released.contains(map);
  }

  @Override
  public Optional<BodyBuffer> body(BufferType buffer) {
    return Optional.ofNullable(bodies.get(buffer));
  }

  @Override
  public void resume(StreamType stream) {
    resumed.add(stream);
    onResume.run();
  }

  @Override
  public void sendLocalResponse(LocalResponse response) {
    localResponses.add(response);
  }

  @Override
  public void closeStream(StreamType stream) {
    closed.add(stream);
  }

  @Override
  public void clearRouteCache() {
    routeCacheClears++;
  }

  @Override
  public Optional<PropertyValue> property(List<String> path) {
    return Optional.ofNullable(properties.get(path));
  }

  @Override
  public void setProperty(List<String> path, Bytes value) {
    properties.put(path, new PropertyValue.Text(value));
  }

  @Override
  public void fail(PluginException failure) {
    failures.add(failure);
  }
}
