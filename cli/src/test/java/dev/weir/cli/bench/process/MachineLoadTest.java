package dev.weir.cli.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineLoadTest {
  @Test
  void countsAllTicksButTheIdleOnes() {
    var stat = List.of("cpu  100 1 20 9000 800 3 4 5 0 0", "cpu0 50 1 10 4500 400 1 2 2 0 0");

    assertThat(MachineLoad.parse(stat).busy()).isEqualTo(Duration.ofMillis(1330));
  }
}
