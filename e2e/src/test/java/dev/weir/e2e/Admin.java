package dev.weir.e2e;

import dev.weir.cli.api.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// Weir's admin interface.
final class Admin implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  Admin(int port) {
    this.port = port;
  }

  int port() {
    return port;
  }

  boolean ready() {
    try {
      return send("/readyz").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  FleetStatus status() {
    return new FleetStatus(Api.JSON.readValue(get("/api/v1/plugins"), Api.Plugins.class));
  }

  Api.Hosts hosts() {
    return Api.JSON.readValue(get("/api/v1/hosts"), Api.Hosts.class);
  }

  Api.Chains chains() {
    return Api.JSON.readValue(get("/api/v1/chains"), Api.Chains.class);
  }

  Api.Proxies proxies() {
    return Api.JSON.readValue(get("/api/v1/proxies"), Api.Proxies.class);
  }

  String get(String path) {
    try {
      HttpResponse<String> answer = send(path);
      if (answer.statusCode() != 200) {
        throw new AssertionError("%s: %d %s".formatted(path, answer.statusCode(), answer.body()));
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> send(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path))).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
