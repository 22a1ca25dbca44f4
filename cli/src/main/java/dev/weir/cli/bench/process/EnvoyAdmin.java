package dev.weir.cli.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a running Envoy says about itself.
public final class EnvoyAdmin {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String address;

  /// @param address as Envoy writes it to its admin address path: `127.0.0.1:PORT`
  public EnvoyAdmin(String address) {
    this.address = address;
  }

  /// Where the listener of that name listens, once it does.
  public Optional<InetSocketAddress> find(String listener) {
    for (JsonNode status : json("/listeners?format=json").path("listener_statuses")) {
      if (status.path("name").asString("").equals(listener)) {
        JsonNode socket = status.path("local_address").path("socket_address");
        return Optional.of(
            new InetSocketAddress(
                socket.path("address").asString(), socket.path("port_value").asInt()));
      }
    }
    return Optional.empty();
  }

  /// Everything that it was configured with.
  public String configuration() {
    return get("/config_dump");
  }

  public boolean ready() {
    return get("/ready").startsWith("LIVE");
  }

  public String version() {
    return json("/server_info").path("version").asString("");
  }

  /// The sum of all counters whose name matches; 0 where there is none.
  public long counters(String nameRegex) {
    return countersByName(nameRegex).values().stream().mapToLong(Long::longValue).sum();
  }

  /// All counters whose name matches and that have ever moved.
  public SortedMap<String, Long> countersByName(String nameRegex) {
    SortedMap<String, Long> values = new TreeMap<>();
    String filter = URLEncoder.encode(nameRegex, StandardCharsets.UTF_8);
    String path = "/stats?format=json&type=Counters&usedonly&filter=" + filter;
    for (JsonNode stat : json(path).path("stats")) {
      values.put(stat.path("name").asString(), stat.path("value").asLong(0));
    }
    return values;
  }

  private JsonNode json(String path) {
    return JSON.readTree(get(path));
  }

  private String get(String path) {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(TIMEOUT).build();
    try {
      return HTTP.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException("envoy admin %s: %s".formatted(address, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("envoy admin %s: interrupted".formatted(address), e);
    }
  }
}
