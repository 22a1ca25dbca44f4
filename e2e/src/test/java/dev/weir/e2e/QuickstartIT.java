package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// What the README promises, with the folder that it names.
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QuickstartIT {
  /// The promise is one second; a busy machine gets more before the test fails.
  private static final Duration LATEST = Duration.ofSeconds(5);

  private static final String KEY = "quickstart-key";

  private final Folder folder;
  private final WeirUnderTest weir;

  QuickstartIT(@TempDir Path temp) {
    // The documents name their modules relative to the folder that they stand in.
    folder = new Folder(temp.resolve("examples/quickstart"));
    link(temp.resolve("filters"), Repository.path("filters"));
    for (String file : List.of("plugins.yaml", "envoy.yaml")) {
      folder.copy(Repository.path("examples/quickstart/" + file), file);
    }
    weir = WeirUnderTest.startAsIs(folder);
  }

  @AfterAll
  void stop() {
    weir.close();
  }

  @Test
  void theHeadersFilterMarksRequestsAndResponses() {
    Exchange exchange = weir.client().get("/");

    assertThat(exchange.status()).isEqualTo(200);
    assertThat(exchange.header("x-weir")).isEqualTo("hello");
    assertThat(exchange.upstreamHeader("x-weir")).isEqualTo("hello");
  }

  @Test
  void adminAsksForTheKeyUnderEverySpelling() {
    for (String path : List.of("/admin", "/admin/x", "//admin", "/./admin", "/a/../admin")) {
      Exchange exchange = weir.client().get(path);
      assertThat(exchange.status()).as(path).isEqualTo(401);
      assertThat(exchange.header("content-type")).isEqualTo("application/json");
      assertThat(exchange.body()).contains("missing API key");
    }
  }

  @Test
  void noSpellingOfAdminGetsAroundTheKey() {
    for (String path :
        List.of("/%61dmin", "/admin%2Fx", "/x/%2e%2e/admin", "/%2Fadmin", "/x/..%2Fadmin")) {
      assertThat(weir.client().get(path).status()).as(path).isIn(307, 401);
    }
  }

  @Test
  void adminIsOpenToTheKey() {
    assertThat(weir.client().get("/admin", "x-api-key", KEY).status()).isEqualTo(200);
    assertThat(weir.client().get("/admin", "x-api-key", KEY + "s").status()).isEqualTo(401);
  }

  @Test
  void anEditIsLiveWithinASecond() throws IOException {
    String plugins = Files.readString(folder.path().resolve("plugins.yaml"));
    folder.write("plugins.yaml", plugins.replace("x-weir: hello", "x-weir: edited"));

    report("an edited document", awaitHeader("x-weir", "edited"));

    folder.write("plugins.yaml", plugins);
    report("the edit undone", awaitHeader("x-weir", "hello"));
  }

  @Test
  void anIstioDocumentWorksUnchanged() {
    folder.copy(Repository.path("examples/istio/plugin.yaml"), "istio.yaml");

    report("a new Istio document", awaitHeader("x-from-istio", "unchanged"));

    folder.delete("istio.yaml");
    awaitHeader("x-from-istio", "-");
  }

  @Test
  void theCommandShowsPluginsProxiesAndHosts() {
    assertThat(output("get", "plugins")).contains("default/headers", "default/api-key", "ready");
    assertThat(output("get", "proxies")).contains("1.40.0", "weir.authn", "acked");
    assertThat(output("get", "hosts")).contains("weir.default@", "loaded");
    assertThat(output("get", "plugins", "--output=json"))
        .contains("\"name\" : \"default/headers\"");
    assertThat(output("get", "plugins", "--output=yaml")).contains("name: \"default/headers\"");
  }

  @Test
  void theAdminInterfaceTellsHealthAndMetrics() {
    assertThat(weir.admin().get("/healthz")).isEqualTo("ok\n");
    assertThat(weir.admin().get("/readyz")).isEqualTo("ok\n");
    assertThat(weir.admin().get("/metrics")).contains("# TYPE weir_");
  }

  private String output(String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.add("--admin=127.0.0.1:" + weir.admin().port());
    try (WeirProcess process = WeirProcess.start(arguments)) {
      assertThat(process.exitCode()).as(process.output()).isZero();
      return process.output();
    }
  }

  private Duration awaitHeader(String name, String value) {
    return Eventually.await(
        "%s: %s".formatted(name, value),
        LATEST,
        () -> weir.client().get("/").header(name).equals(value),
        weir::status);
  }

  private static void report(String what, Duration time) {
    System.out.printf("quickstart: %s is live after %d ms%n", what, time.toMillis());
  }

  private static void link(Path link, Path target) {
    try {
      Files.createSymbolicLink(link, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
