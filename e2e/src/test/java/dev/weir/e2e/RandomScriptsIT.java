package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Scripts that nobody wrote, for requests and for TCP connections, have the same outcome in Weir's
/// strict mode as in Envoy's own VM: what the client sees, what the upstream sees, and the status
/// of each hostcall.
///
/// `-Drandom.seed=…` runs others.
@Isolated
class RandomScriptsIT {
  private static final long SEED = Long.getLong("random.seed", 20_261_128L);

  /// One run's scripts define no more metrics than a plugin may have.
  private static final int MOST_IN_A_RUN = 500;

  @Test
  void aHundredScriptsOfEachKindDoWhatTheyDoInEnvoy() {
    assertNoDifference(100, SEED);
  }

  @Test
  @Tag("long")
  void twoThousandScriptsOfEachKindDoWhatTheyDoInEnvoy() {
    for (int run = 1; run <= 4; run++) {
      assertNoDifference(MOST_IN_A_RUN, SEED + run);
    }
  }

  private static void assertNoDifference(int count, long seed) {
    System.out.printf("random scripts: %d of each kind, random.seed=%d%n", count, seed);

    Finished run =
        Finished.run(
            WeirProcess.command(
                    List.of("conformance", "proxy-wasm", "--random=" + count, "--seed=" + seed))
                .toArray(String[]::new));

    assertThat(run.text()).endsWith("%d passed, 0 failed".formatted(2 * count));
    assertThat(run.exit()).isZero();
  }
}
