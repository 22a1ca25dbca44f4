package dev.weir.proxywasm.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxywasm.plugin.RestartPolicy.Next;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
  private final RestartPolicy policy = new RestartPolicy(new Random(1), 0);

  @Test
  void replacesAFewFailuresAtOnce() {
    for (int i = 0; i < RestartPolicy.BURST; i++) {
      assertThat(policy.failed(0)).isInstanceOf(Next.AtOnce.class);
    }
    assertThat(policy.failed(0)).isInstanceOf(Next.After.class);
  }

  @Test
  void waitsLongerEachTimeThenQuarantines() {
    exhaust();
    Duration longest = Duration.ZERO;
    for (int i = 0; i < RestartPolicy.DELAYED_BEFORE_QUARANTINE; i++) {
      Duration delay = ((Next.After) policy.failed(0)).delay();
      assertThat(delay).isGreaterThan(longest.dividedBy(2)).isLessThanOrEqualTo(limit(i));
      longest = delay;
    }
    assertThat(policy.failed(0)).isEqualTo(new Next.Quarantine(RestartPolicy.QUARANTINE));
  }

  @Test
  void forgetsAfterAQuietTime() {
    exhaust();
    policy.failed(0);

    assertThat(policy.failed(Duration.ofSeconds(RestartPolicy.BURST).toNanos()))
        .isInstanceOf(Next.AtOnce.class);
  }

  @Test
  void countsNoTimeInWhichNothingRan() {
    exhaust();
    long now = 0;
    for (int i = 0; i < RestartPolicy.DELAYED_BEFORE_QUARANTINE; i++) {
      now += ((Next.After) policy.failed(now)).delay().toNanos();
      policy.running(now);
    }

    assertThat(policy.failed(now)).isInstanceOf(Next.Quarantine.class);
  }

  private void exhaust() {
    for (int i = 0; i < RestartPolicy.BURST; i++) {
      policy.failed(0);
    }
  }

  private static Duration limit(int round) {
    return Duration.ofSeconds(Math.min(1L << round, 30));
  }
}
