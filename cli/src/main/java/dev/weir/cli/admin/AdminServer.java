package dev.weir.cli.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.weir.cli.api.Api;
import dev.weir.xds.status.Status;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The admin interface. Every request runs on a virtual thread of its own and reads snapshots only.
public final class AdminServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String JSON = "application/json";

  /// What the interface shows.
  ///
  /// @param status the fleet, where an xds-server runs
  /// @param unready why this process cannot do its work yet; empty when it can
  /// @param metrics in Prometheus' text format
  public record Sources(
      Optional<Supplier<Status>> status,
      Supplier<List<String>> unready,
      Supplier<String> metrics) {}

  private record Answer(int status, String contentType, String body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private AdminServer(HttpServer server) {
    this.server = server;
  }

  /// Binds and serves.
  public static AdminServer start(InetSocketAddress address, Sources sources) throws IOException {
    AdminServer admin = new AdminServer(HttpServer.create(address, 0));
    Map<String, Supplier<Answer>> pages = pages(sources);
    admin.server.createContext("/", handler(pages));
    admin.server.setExecutor(admin.threads);
    admin.server.start();
    return admin;
  }

  /// The port that is served.
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private static Map<String, Supplier<Answer>> pages(Sources sources) {
    Map<String, Supplier<Answer>> pages = new TreeMap<>();
    pages.put("/healthz", () -> new Answer(200, TEXT, "ok\n"));
    pages.put("/readyz", () -> readiness(sources.unready().get()));
    pages.put("/metrics", () -> new Answer(200, PROMETHEUS, sources.metrics().get()));
    sources
        .status()
        .ifPresent(status -> {
          pages.put("/api/v1/plugins", json(status, Views::plugins));
          pages.put("/api/v1/proxies", json(status, Views::proxies));
          pages.put("/api/v1/hosts", json(status, Views::hosts));
          pages.put("/api/v1/chains", json(status, Views::chains));
        });
    return pages;
  }

  private static Supplier<Answer> json(Supplier<Status> status, Function<Status, Object> view) {
    return () ->
        new Answer(200, JSON, Api.JSON.writeValueAsString(view.apply(status.get())) + "\n");
  }

  private static Answer readiness(List<String> unready) {
    return unready.isEmpty()
        ? new Answer(200, TEXT, "ok\n")
        : new Answer(503, TEXT, String.join("\n", unready) + "\n");
  }

  private static HttpHandler handler(Map<String, Supplier<Answer>> pages) {
    return exchange -> {
      try (exchange) {
        send(exchange, answer(exchange, pages));
      } catch (IOException e) {
        log.debug("{}: {}", exchange.getRequestURI(), e.toString());
      }
    };
  }

  private static Answer answer(HttpExchange exchange, Map<String, Supplier<Answer>> pages) {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return new Answer(405, TEXT, "method: %s (expected: GET)\n".formatted(method));
    }
    Supplier<Answer> page = pages.get(exchange.getRequestURI().getPath());
    if (page == null) {
      return new Answer(
          404, TEXT, "no such page (expected: one of %s)\n".formatted(pages.keySet()));
    }
    try {
      return page.get();
    } catch (RuntimeException e) {
      log.error("{} failed", exchange.getRequestURI(), e);
      return new Answer(500, TEXT, "failed; the log says why\n");
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", answer.contentType());
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }
}
