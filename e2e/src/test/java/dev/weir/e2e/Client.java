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
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of one proxy, over HTTP/1.1 connections that stay open.
final class Client implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// Different in every exchange, whatever the filters do.
  private static final Set<String> INCIDENTAL =
      Set.of("date", "x-request-id", "x-envoy-upstream-service-time");

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
    try {
      return send(path, headers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As [#get], for a proxy that may not be there.
  Optional<Exchange> tryGet(String path, String... headers) {
    try {
      return Optional.of(send(path, headers));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Exchange send(String path, String... headers) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
            .timeout(PATIENCE);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return exchange(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
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
        forwarded ? Optional.of(steady(echoed(response.body()))) : Optional.empty());
  }

  /// The request's headers, as the sample upstream tells them: a string, or a list of several.
  private static Map<String, List<String>> echoed(String body) {
    Map<String, List<String>> headers = new TreeMap<>();
    for (var header : JsonMapper.shared().readTree(body).get("headers").properties()) {
      JsonNode value = header.getValue();
      headers.put(
          header.getKey(),
          value.isArray()
              ? value.valueStream().map(JsonNode::asString).toList()
              : List.of(value.asString()));
    }
    return headers;
  }

  private static TreeMap<String, List<String>> steady(Map<String, List<String>> headers) {
    TreeMap<String, List<String>> steady = new TreeMap<>(headers);
    steady.keySet().removeAll(INCIDENTAL);
    return steady;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
