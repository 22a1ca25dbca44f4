package dev.weir.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of one proxy, over HTTP/1.1 connections that stay open.
final class Client implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// Different in every exchange, whatever the filters do. `connection: close` comes where Envoy
  /// answers before it has read the request's body, which is a matter of time.
  private static final Set<String> INCIDENTAL =
      Set.of("connection", "date", "x-request-id", "x-envoy-upstream-service-time");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final int port;

  Client(int port) {
    this.port = port;
  }

  /// Sends a GET.
  ///
  /// @param headers names and values in turn
  Exchange get(String path, String... headers) {
    return send(request(path, headers));
  }

  /// As [#get], for a proxy that may not be there.
  Optional<Exchange> tryGet(String path, String... headers) {
    try {
      return Optional.of(exchange(answer(request(path, headers))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Sends a POST with a body of this many bytes.
  Exchange post(String path, int bytes, String... headers) {
    return send(
        request(path, headers).POST(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes])));
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
            .timeout(PATIENCE);
    return headers.length == 0 ? request : request.headers(headers);
  }

  private Exchange send(HttpRequest.Builder request) {
    try {
      return exchange(answer(request));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> answer(HttpRequest.Builder request) throws IOException {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Exchange exchange(HttpResponse<String> response) {
    boolean forwarded =
        response.statusCode() == 200
            && response.headers().firstValue("x-envoy-upstream-service-time").isPresent();
    return new Exchange(
        response.statusCode(),
        steady(response.headers().map()),
        forwarded ? "" : response.body(),
        forwarded ? Optional.of(echoed(response.body())) : Optional.empty());
  }

  /// What the sample upstream tells of the request. A header is a string, or a list of several.
  private static Exchange.Arrived echoed(String body) {
    JsonNode echo = JsonMapper.shared().readTree(body);
    Map<String, List<String>> headers = new TreeMap<>();
    for (var header : echo.get("headers").properties()) {
      JsonNode value = header.getValue();
      headers.put(
          header.getKey(),
          value.isArray()
              ? value.valueStream().map(JsonNode::asString).toList()
              : List.of(value.asString()));
    }
    return new Exchange.Arrived(
        echo.get("method").asString(),
        echo.get("path").asString(),
        steady(headers),
        echo.get("bodyBytes").asLong());
  }

  private static SortedMap<String, List<String>> steady(Map<String, List<String>> headers) {
    SortedMap<String, List<String>> steady = new TreeMap<>(headers);
    steady.keySet().removeAll(INCIDENTAL);
    return steady;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
