package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An ext-proc host as a server, with a real Envoy as its client.
final class HostServerIT {
  @TempDir Path temp;

  @Test
  void proxiesReachAHostOverAUnixSocket() throws IOException {
    Path socket = temp.resolve("host.sock");
    try (SplitFleet fleet = fleet()) {
      fleet.startHost("near", "--listen=unix:" + socket);
      fleet.awaitMarker("one");
      assertThat(Files.exists(socket)).isTrue();

      assertThat(fleet.host("near").terminate()).isIn(0, 128 + 15);

      assertThat(Files.exists(socket)).isFalse();
      fleet.startHost("near", "--listen=unix:" + socket, "--socket-mode=660");
      fleet.awaitMarker("one");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
          .isEqualTo("rw-rw----");
    }
  }

  @Test
  void certificatesOfBothSidesAreCheckedAndReplacedUnderLoad() throws Exception {
    Certificates files = new Certificates(temp.resolve("tls"));
    try (SplitFleet fleet = tlsFleet(files)) {
      fleet.awaitMarker("one");
      try (Load load = Load.start(2, fleet.proxy().port(), SplitFleet::fault)) {
        files.issue("host", Certificates.HOST_NAME);
        awaitLoads(fleet, "loaded", 2);
        files.write("host.pem", "nothing");
        awaitLoads(fleet, "refused", 1);
        fleet.awaitMarker("one");
        assertThat(load.stop()).isEmpty();
      }
    }
  }

  @Test
  void aHostOfAnotherNameGetsNoRequest() throws Exception {
    Certificates files = new Certificates(temp.resolve("tls"));
    files.issue("host", "stranger.weir.test");
    try (SplitFleet fleet = tlsFleet(files)) {
      Eventually.await(
          "the proxy refuses the host's certificate",
          () -> {
            fleet.proxy().client().tryGet("/");
            return fleet.proxy().stat("cluster.weir-ext-proc.ssl.fail_verify_san") > 0;
          },
          fleet::output);
      assertThat(fleet.proxy().client().get("/").status()).isGreaterThanOrEqualTo(500);
    }
  }

  @Test
  void aRollingRestartFailsNoRequest() {
    try (SplitFleet fleet = fleet()) {
      fleet.startHosts(List.of("first", "second"));
      fleet.awaitMarker("one");
      try (Load load = Load.start(4, fleet.proxy().port(), SplitFleet::fault)) {
        for (String name : List.of("first", "second", "first")) {
          assertThat(fleet.host(name).terminate()).isIn(0, 128 + 15);
          fleet.startHost(name);
        }
        assertThat(load.stop()).isEmpty();
        assertThat(load.sent()).isGreaterThan(100);
      }
    }
  }

  @Test
  void connectionsThatGrowOldAreReplacedWithoutAFailedRequest() {
    try (SplitFleet fleet = fleet()) {
      fleet.startHost("young", "--listen=" + Ports.address(), "--max-connection-age=1s");
      fleet.awaitMarker("one");
      try (Load load = Load.start(2, fleet.proxy().port(), SplitFleet::fault)) {
        Eventually.await(
            "four connections were used",
            () -> fleet.proxy().stat("cluster.weir-ext-proc.upstream_cx_total") >= 4,
            fleet::output);
        assertThat(load.stop()).isEmpty();
      }
    }
  }

  @Test
  void everyStreamIsALineAndASampledOneASpanOfTheClientsTrace() throws Exception {
    Path log = temp.resolve("access.log");
    String trace = "0af7651916cd43dd8448eb211c80319c";
    try (SplitFleet fleet = fleet();
        SpanCollector collector = SpanCollector.start()) {
      fleet.startHost(
          "telling",
          "--listen=" + Ports.address(),
          "--access-log=" + log,
          "--access-log-format=json",
          "--otlp-endpoint=" + collector.endpoint());
      fleet.awaitMarker("one");
      fleet
          .proxy()
          .client()
          .get("/orders?token=secret", "traceparent", "00-%s-b7ad6b7169203331-01".formatted(trace));

      Eventually.await("a span of the trace", () -> collector.received(trace), fleet::output);
      Eventually.await(
          "a span of the plugin", () -> collector.named("plugin default/marked"), fleet::output);
      Eventually.await("a line", () -> lines(log).contains("/orders"), () -> lines(log));
      assertThat(lines(log))
          .contains("\"method\":\"GET\"", "\"result\":\"mutated\"", "\"status\":\"200\"")
          .doesNotContain("secret");
    }
  }

  private static String lines(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private SplitFleet tlsFleet(Certificates files) {
    SplitFleet fleet =
        fleet(
            "--ext-proc-tls-ca=" + files.path("ca.pem"),
            "--ext-proc-tls-cert=" + files.path("proxy.pem"),
            "--ext-proc-tls-key=" + files.path("proxy.key"),
            "--ext-proc-tls-name=" + Certificates.HOST_NAME);
    return fleet.startHost(
        "secure",
        "--listen=" + Ports.address(),
        "--tls-cert=" + files.path("host.pem"),
        "--tls-key=" + files.path("host.key"),
        "--tls-client-ca=" + files.path("ca.pem"));
  }

  private static void awaitLoads(SplitFleet fleet, String result, int times) {
    String meter = "weir_extproc_tls_loads_total{result=\"%s\"}".formatted(result);
    Eventually.await(
        meter + " = " + times, () -> fleet.meter("secure", meter) == times, fleet::output);
  }

  private SplitFleet fleet(String... xdsArguments) {
    Folder folder =
        new Folder(temp.resolve("documents"))
            .write("marked.yaml", Plugins.marking("marked", Plugins.HEADERS, "one"));
    return SplitFleet.start(folder, xdsArguments);
  }
}
