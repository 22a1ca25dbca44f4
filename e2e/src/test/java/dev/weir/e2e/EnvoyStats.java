package dev.weir.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What Envoy itself counts.
record EnvoyStats(int adminPort) {
  /// Counters and gauges whose whole name matches.
  SortedMap<String, Long> matching(String expression) {
    Pattern pattern = Pattern.compile(expression);
    return text()
        .lines()
        .map(line -> line.split(": ", 2))
        .filter(stat -> pattern.matcher(stat[0]).matches() && stat[1].matches("\\d+"))
        .collect(
            Collectors.toMap(
                stat -> stat[0], stat -> Long.valueOf(stat[1]), Long::sum, TreeMap::new));
  }

  /// Listeners that were drained, removed or rebuilt, and connections closed for it: none of it may
  /// happen when filters change.
  Map<String, Long> listenerChanges() {
    return matching(
        "listener_manager\\.(listener_(added|modified|removed|stopped|in_place_updated)"
            + "|total_(listeners|filter_chains)_draining)|.*\\.downstream_cx_drain_close");
  }

  private String text() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/stats".formatted(adminPort)))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
