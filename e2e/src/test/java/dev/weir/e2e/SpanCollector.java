package dev.weir.e2e;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// An OpenTelemetry collector that keeps what it gets: OTLP over HTTP.
final class SpanCollector implements AutoCloseable {
  private final HttpServer server;
  private final Queue<String> bodies = new ConcurrentLinkedQueue<>();

  private SpanCollector(HttpServer server) {
    this.server = server;
  }

  static SpanCollector start() throws IOException {
    SpanCollector collector =
        new SpanCollector(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    collector.server.createContext(
        "/v1/traces",
        exchange -> {
          collector.bodies.add(HexFormat.of().formatHex(exchange.getRequestBody().readAllBytes()));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.server.start();
    return collector;
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Whether a span of this trace came.
  ///
  /// @param traceId 32 hex digits
  boolean received(String traceId) {
    return bodies.stream().anyMatch(body -> body.contains(traceId));
  }

  /// Whether a span of this name came.
  boolean named(String name) {
    String written = HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_8));
    return bodies.stream().anyMatch(body -> body.contains(written));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
