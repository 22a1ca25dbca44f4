package dev.weir.proxywasm.plugin;

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

/// An invented exchange of a browser's size; whatever the plugin asks for leads nowhere.
final class SyntheticExchange implements HttpExchange {
  private static final String JSON = "{\"id\":1,\"name\":\"warm\",\"tags\":[\"a\",\"b\"]}";

  private final HeaderMap request =
      HeaderMap.of(
          ":method", "POST",
          ":path", "/warm/up?round=1",
          ":authority", "warm.example",
          ":scheme", "https",
          "user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101",
          "accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
          "accept-language", "en-US,en;q=0.5",
          "accept-encoding", "gzip, deflate, br",
          "content-type", "application/json",
          "cookie", "session=0123456789abcdef; theme=light",
          "x-request-id", "6f9619ff-8b86-4011-b42d-00c04fc964ff",
          "x-forwarded-proto", "https",
          "x-forwarded-for", "192.0.2.1");
  private final HeaderMap response =
      HeaderMap.of(
          ":status", "200",
          "content-type", "application/json",
          "cache-control", "no-store",
          "date", "Thu, 01 Jan 1970 00:00:00 GMT",
          "server", "example",
          "x-envoy-upstream-service-time", "1");
  private boolean answered;
  private BodyBuffer body = new BodyBuffer();

  void showBody() {
    body = BodyBuffer.wrap(Bytes.utf8(JSON).toByteArray());
  }

  void showResponse() {
    answered = true;
    body = new BodyBuffer();
  }

  @Override
  public Optional<HeaderMap> headers(MapType map) {
    return switch (map) {
      case HTTP_REQUEST_HEADERS -> Optional.of(request);
      case HTTP_RESPONSE_HEADERS -> answered ? Optional.of(response) : Optional.empty();
      default -> Optional.empty();
    };
  }

  @Override
  public boolean editable(MapType map) {
    return true;
  }

  @Override
  public Optional<BodyBuffer> body(BufferType buffer) {
    return Optional.of(body);
  }

  @Override
  public void resume(StreamType stream) {}

  @Override
  public void sendLocalResponse(LocalResponse response) {}

  @Override
  public void closeStream(StreamType stream) {}

  @Override
  public void clearRouteCache() {}

  @Override
  public Optional<PropertyValue> property(List<String> path) {
    return Optional.empty();
  }

  @Override
  public void setProperty(List<String> path, Bytes value) {}

  @Override
  public void fail(PluginException failure) {}
}
