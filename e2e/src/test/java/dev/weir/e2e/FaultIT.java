package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A plugin that fails in a request fails that request only, as its `failStrategy` says.
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FaultIT {
  /// The default callback limit is 20 ms; the rest is what a busy machine may add.
  private static final Duration LONGEST_FAULT = Duration.ofSeconds(1);

  private static final Map<String, String> FAULTS =
      Map.of(
          "trap", "trap in proxy_on_request_headers",
          "loop", "limits.callback",
          "deep", "call stack exhausted in proxy_on_request_headers");

  private final WeirUnderTest weir;

  FaultIT(@TempDir Path temp) {
    weir = WeirUnderTest.start(new Folder(temp.resolve("documents")));
  }

  @BeforeAll
  void applyAFaultyPluginPerStrategy() {
    weir.apply("closed", faulty("closed", "FAIL_CLOSE"));
    weir.apply("open", faulty("open", "FAIL_OPEN"));
    weir.apply("sound", Plugins.marking("sound", Plugins.HEADERS, "yes"));
  }

  @AfterAll
  void stop() {
    weir.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"trap", "loop", "deep"})
  void theRequestFailsOrPassesAndAllOthersAreUntouched(String fault) {
    try (Load others = Load.start(2, weir.proxyPort(), FaultIT::untouched)) {
      awaitGuest("/closed");
      awaitGuest("/open");

      long started = System.nanoTime();
      Exchange closed = weir.client().get("/closed", "x-fault", fault);
      Duration closedTime = Duration.ofNanos(System.nanoTime() - started);
      started = System.nanoTime();
      Exchange open = weir.client().get("/open", "x-fault", fault);
      Duration openTime = Duration.ofNanos(System.nanoTime() - started);

      System.out.printf(
          "fault '%s': answered after %d ms (FAIL_CLOSE), %d ms (FAIL_OPEN)%n",
          fault, closedTime.toMillis(), openTime.toMillis());
      assertThat(closed.status()).isEqualTo(503);
      assertThat(open.status()).isEqualTo(200);
      assertThat(open.upstreamHeader("x-sound")).isEqualTo("yes");
      assertThat(closedTime).isLessThan(LONGEST_FAULT);
      assertThat(openTime).isLessThan(LONGEST_FAULT);
      awaitGuest("/closed");
      awaitGuest("/open");
      weir.awaitStatus(
          "the failure is told",
          status -> status.tells("closed", Objects.requireNonNull(FAULTS.get(fault))));
      assertThat(others.stop()).isEmpty();
      assertThat(others.sent()).isPositive();
    }
  }

  private static String faulty(String name, String failStrategy) {
    return Plugins.document(
        name,
        Plugins.guest("faults").toUri().toString(),
        "failStrategy: %s\ntraffic: [{pathPrefixes: [/%s]}]\n".formatted(failStrategy, name));
  }

  private void awaitGuest(String path) {
    Eventually.await(
        "a fresh instance serves " + path,
        () -> weir.client().get(path).header("x-guest").equals("ok"),
        weir::status);
  }

  private static String untouched(Client client) {
    Exchange exchange = client.get("/other");
    boolean sound = exchange.status() == 200 && exchange.header("x-sound").equals("yes");
    return sound ? "" : exchange.toString();
  }
}
