package dev.weir.cli.bench.host.measure;

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

/// An exchange of 20 request headers that is used over and over; its headers lie in a message that
/// arrived once.
final class BenchExchange implements HttpExchange {
  private static final int HEADERS = 20;

  private final HeaderSource request;
  private final HeaderSource response =
      new HeaderSource(
          HeaderMap.of(
              ":status", "200",
              "content-type", "application/json",
              "cache-control", "no-store",
              "date", "Thu, 01 Jan 1970 00:00:00 GMT",
              "server", "example",
              "x-envoy-upstream-service-time", "1"));
  private final byte[] content;
  private final BodyBuffer body = new BodyBuffer();
  private final Optional<BodyBuffer> visibleBody = Optional.of(body);
  private Optional<HeaderMap> requestHeaders = Optional.empty();
  private Optional<HeaderMap> responseHeaders = Optional.empty();
  private boolean failed;

  BenchExchange(Subject subject, byte[] content) {
    HeaderMap asked =
        HeaderMap.of(
            ":method",
            "POST",
            ":path",
            "/products/42?colour=blue",
            ":authority",
            "shop.example",
            ":scheme",
            "https",
            subject.headerName(),
            subject.headerValue());
    for (int i = asked.size(); i < HEADERS; i++) {
      asked.add("x-header-" + i, "value of header " + i);
    }
    this.request = new HeaderSource(asked);
    this.content = content;
  }

  /// As it is when the request arrives.
  void begin() {
    requestHeaders = Optional.of(request.map());
    responseHeaders = Optional.empty();
    body.clear();
  }

  void showBody() {
    body.clear();
    body.append(content, 0, content.length);
  }

  void respond() {
    responseHeaders = Optional.of(response.map());
    body.clear();
  }

  /// Whether the plugin failed, or answered itself, since the exchange was made.
  boolean failed() {
    return failed;
  }

  @Override
  public Optional<HeaderMap> headers(MapType map) {
    return switch (map) {
      case HTTP_REQUEST_HEADERS -> requestHeaders;
      case HTTP_RESPONSE_HEADERS -> responseHeaders;
      default -> Optional.empty();
    };
  }

  @Override
  public boolean editable(MapType map) {
    return true;
  }

  @Override
  public Optional<BodyBuffer> body(BufferType buffer) {
    return visibleBody;
  }

  @Override
  public void resume(StreamType stream) {}

  @Override
  public void sendLocalResponse(LocalResponse response) {
    failed = true;
  }

  @Override
  public void closeStream(StreamType stream) {
    failed = true;
  }

  @Override
  public void clearRouteCache() {}

  @Override
  public Optional<PropertyValue> property(List<String> path) {
    return Optional.empty();
  }

  @Override
  public void setProperty(List<String> path, Bytes value) {}

  @Override
  public void fail(PluginException failure) {
    failed = true;
  }
}
