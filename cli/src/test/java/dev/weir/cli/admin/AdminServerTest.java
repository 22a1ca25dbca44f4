package dev.weir.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.api.Api;
import dev.weir.xds.status.Failure;
import dev.weir.xds.status.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile List<String> unready = List.of();
  private volatile Status status = Status.EMPTY;
  private AdminServer admin;

  @BeforeEach
  void start() throws IOException {
    admin =
        AdminServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new AdminServer.Sources(Optional.of(() -> status), () -> unready, () -> "weir_up 1\n"));
  }

  @AfterEach
  void close() {
    admin.close();
    client.close();
  }

  @Test
  void isHealthyAsSoonAsItAnswers() throws Exception {
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void isReadyOnlyWithoutAReasonAgainstIt() throws Exception {
    assertThat(get("/readyz").statusCode()).isEqualTo(200);

    unready = List.of("Envoy: not live");

    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body()).isEqualTo("Envoy: not live\n");
  }

  @Test
  void showsMetrics() throws Exception {
    assertThat(get("/metrics").body()).isEqualTo("weir_up 1\n");
    assertThat(get("/metrics").headers().firstValue("content-type"))
        .hasValueSatisfying(type -> assertThat(type).contains("version=0.0.4"));
  }

  @Test
  void showsTheNewestStatus() throws Exception {
    Failure failure = new Failure("a.yaml:1: no kind", Instant.EPOCH, "a.yaml");
    status =
        new Status(true, List.of(), List.of(), List.of(failure), List.of(), List.of(), List.of());

    Api.Plugins plugins = Api.JSON.readValue(get("/api/v1/plugins").body(), Api.Plugins.class);

    assertThat(plugins.problems())
        .containsExactly(new Api.Problem("a.yaml:1: no kind", Instant.EPOCH, "a.yaml"));
  }

  @Test
  void knowsNoOtherPageAndNoOtherMethod() throws Exception {
    assertThat(get("/healthz/more").statusCode()).isEqualTo(404);
    HttpRequest post = request("/healthz").POST(HttpRequest.BodyPublishers.ofString("x")).build();
    assertThat(client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin.port() + path));
  }
}
