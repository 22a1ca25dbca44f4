package dev.weir.cli.bench.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TargetTest {
  @Test
  void atMostIsReachedByLessAndByAsMuch() {
    assertThat(Target.atMost("ratio", 1.2, 1.2).reached()).isTrue();
    assertThat(Target.atMost("ratio", 1.2, 1.21))
        .hasToString("missed  ratio: 1.21 (target: at most 1.20)");
  }

  @Test
  void atLeastIsReachedByMoreAndByAsMuch() {
    assertThat(Target.atLeast("speed", 0.9, 0.89).reached()).isFalse();
    assertThat(Target.atLeast("speed", 0.9, 0.9))
        .hasToString("reached speed: 0.90 (target: at least 0.90)");
  }
}
