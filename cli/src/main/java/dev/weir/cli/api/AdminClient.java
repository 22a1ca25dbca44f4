package dev.weir.cli.api;

import dev.weir.cli.user.UserError;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// One request to the admin interface.
public final class AdminClient {
  private static final Duration TIME = Duration.ofSeconds(10);

  private final String address;

  /// @param address `host:port`
  AdminClient(String address) {
    this.address = address;
  }

  /// The answer's body.
  ///
  /// @throws UserError if there is none
  public String get(String path) {
    HttpRequest request;
    try {
      request =
          HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(TIME).build();
    } catch (IllegalArgumentException e) {
      throw new UserError("--admin: '%s' (expected: host:port)".formatted(address), e);
    }
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIME).build()) {
      HttpResponse<String> answer =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (answer.statusCode() != 200) {
        throw new UserError(
            "%s%s: status %d (expected: 200 from Weir's admin interface)"
                .formatted(address, path, answer.statusCode()));
      }
      return answer.body();
    } catch (IOException e) {
      throw new UserError(
          "%s: no answer (start one with weir up, or name Weir's admin address with --admin)"
              .formatted(address),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError(address + ": interrupted", e);
    }
  }
}
