package dev.weir.cli.up;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A service to send requests to: answers each with what reached it, as JSON.
final class SampleUpstream implements AutoCloseable {
  /// The server's own defaults break a proxy's kept-alive connections: it answers through Nagle's
  /// algorithm (40 ms per request), and closes what was idle for 30 s while a request may be on its
  /// way. Envoy gives up idle connections after an hour.
  private static final Map<String, String> SERVER_SETTINGS =
      Map.of(
          "sun.net.httpserver.nodelay", "true",
          "sun.net.httpserver.idleInterval", "7200",
          "sun.net.httpserver.maxIdleConnections", "1000");

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private SampleUpstream(HttpServer server) {
    this.server = server;
  }

  static SampleUpstream start(int port) throws IOException {
    SERVER_SETTINGS.forEach(System::setProperty);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    SampleUpstream upstream = new SampleUpstream(server);
    server.createContext("/", upstream::answer);
    server.setExecutor(upstream.threads);
    server.start();
    // The first use of the JSON library takes a third of a second, which is not the proxy's.
    JSON.writeValueAsString(new Echo("GET", "/", Map.of("host", "localhost"), 0));
    return upstream;
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      long bodyBytes = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      byte[] echo = echo(exchange, bodyBytes).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", "application/json");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(200, head ? -1 : echo.length);
      if (!head) {
        exchange.getResponseBody().write(echo);
      }
    }
  }

  private static String echo(HttpExchange exchange, long bodyBytes) {
    Map<String, Object> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) ->
            headers.put(
                name.toLowerCase(Locale.ROOT), values.size() == 1 ? values.getFirst() : values));
    Echo echo =
        new Echo(
            exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, bodyBytes);
    return JSON.writeValueAsString(echo) + "\n";
  }

  /// The answer's body: a header that came once is a string, one that came more often a list.
  record Echo(String method, String path, Map<String, Object> headers, long bodyBytes) {}

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
