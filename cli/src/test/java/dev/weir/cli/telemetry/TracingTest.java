package dev.weir.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Spans as a collector receives them: OTLP over HTTP.
class TracingTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SAMPLED = "00-" + TRACE + "-b7ad6b7169203331-01";
  private static final String NOT_SAMPLED = "00-" + TRACE + "-b7ad6b7169203331-00";

  private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
  private HttpServer collector;
  private Tracing tracing;

  @BeforeEach
  void start() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          received.add(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    tracing = Tracing.start(URI.create("http://127.0.0.1:" + collector.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    tracing.close();
    collector.stop(0);
  }

  @Test
  void joinsTheTraceOfTheStreamsOwnMetadata() throws InterruptedException {
    Ended.stream(tracing, SAMPLED, ":method", "GET", ":path", "/a?secret=1");

    tracing.close();

    byte[] message = received.poll(20, TimeUnit.SECONDS);
    assertThat(message).isNotNull();
    assertThat(HexFormat.of().formatHex(message)).contains(TRACE, "b7ad6b7169203331");
    assertThat(new String(message, StandardCharsets.ISO_8859_1))
        .contains("ext_proc weir.authn", "weir.result", "/a")
        .doesNotContain("secret");
  }

  @Test
  void joinsTheTraceOfTheRequestIfTheStreamHasNone() throws InterruptedException {
    Ended.stream(tracing, "", "traceparent", SAMPLED);

    tracing.close();

    assertThat(received.poll(20, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void makesNoSpanUnlessTheProxySamples() {
    Ended.stream(tracing, NOT_SAMPLED);
    Ended.stream(tracing, "");
    Ended.stream(tracing, "nonsense");

    tracing.close();

    assertThat(received).isEmpty();
  }
}
