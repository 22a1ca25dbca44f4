package dev.weir.engine.chicory;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class HugeMethodsTest {
  @Test
  void readsTheFlagOfThisJvm() {
    boolean given =
        ManagementFactory.getRuntimeMXBean()
            .getInputArguments()
            .contains("-XX:-DontCompileHugeMethods");

    assertThat(HugeMethods.compiled()).isEqualTo(given);
  }
}
