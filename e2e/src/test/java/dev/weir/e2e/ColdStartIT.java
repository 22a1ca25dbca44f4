package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Before a plugin first runs, its fail strategy already holds.
final class ColdStartIT {
  private static final String KEY = "cold-key";

  @TempDir Path temp;

  @Test
  void noRequestEverPassesAPluginThatIsStillLoading() {
    WeirPorts ports = WeirPorts.free();
    new Folder(temp)
        .write("envoy.yaml", EnvoyDocument.forwarding("weir-up"))
        .write("api-key.yaml", Plugins.apiKey(KEY, "/admin"));
    try (WeirProcess weir = WeirProcess.start(ports.up(temp));
        Client client = new Client(ports.proxy())) {
      Set<Integer> withoutKey = new TreeSet<>();
      Eventually.await(
          "the key is accepted",
          () -> {
            client.tryGet("/admin").ifPresent(answer -> withoutKey.add(answer.status()));
            return client
                .tryGet("/admin", "x-api-key", KEY)
                .filter(e -> e.status() == 200)
                .isPresent();
          },
          weir::output);
      client.tryGet("/admin").ifPresent(answer -> withoutKey.add(answer.status()));

      assertThat(withoutKey).isSubsetOf(401, 503).contains(401);
    }
  }

  @Test
  void aPluginThatNeverLoadedFailsItsOwnTrafficOnly() {
    Folder folder =
        new Folder(temp)
            .write("closed.yaml", missing("closed", "FAIL_CLOSE"))
            .write("open.yaml", missing("open", "FAIL_OPEN"))
            .write("marked.yaml", Plugins.marking("marked", Plugins.HEADERS, "yes"));
    try (WeirUnderTest weir = WeirUnderTest.start(folder)) {
      weir.awaitStatus("marked runs everywhere", status -> status.ready("marked"));

      assertThat(weir.client().get("/closed").status()).isEqualTo(503);
      assertThat(weir.client().get("/open").header("x-marked")).isEqualTo("yes");
      assertThat(weir.client().get("/").header("x-marked")).isEqualTo("yes");
    }
  }

  private static String missing(String name, String failStrategy) {
    return Plugins.document(
        name,
        "file:///nowhere/%s.wasm".formatted(name),
        "failStrategy: %s\ntraffic: [{pathPrefixes: [/%s]}]\n".formatted(failStrategy, name));
  }
}
