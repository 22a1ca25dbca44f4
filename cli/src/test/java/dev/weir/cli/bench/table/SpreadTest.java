package dev.weir.cli.bench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void takesTheMiddleOfAnOddNumberOfRounds() {
    assertThat(Spread.of(3, 1, 2)).isEqualTo(new Spread(1, 2, 3));
  }

  @Test
  void takesTheMeanOfTheTwoMiddleOnesOfAnEvenNumber() {
    assertThat(Spread.of(4, 1, 2, 8)).isEqualTo(new Spread(1, 3, 8));
  }

  @Test
  void isWrittenWithItsBounds() {
    assertThat(Spread.of(1000, 1234.56).toText(1)).isEqualTo("1,117.3 (1,000.0..1,234.6)");
  }

  @Test
  void needsARound() {
    assertThatThrownBy(Spread::of).hasMessageContaining("expected: at least one round");
  }
}
