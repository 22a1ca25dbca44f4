package dev.weir.cli.up;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// The child's admin interface.
final class EnvoyAdmin implements AutoCloseable {
  private static final Duration TIME = Duration.ofSeconds(2);
  private static final int OK = 200;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIME).build();
  private final HttpRequest ready;

  EnvoyAdmin(int port) {
    this.ready =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/ready".formatted(port)))
            .timeout(TIME)
            .build();
  }

  /// Whether Envoy has all that it needs to listen.
  boolean live() {
    try {
      return client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
