package dev.weir.cli.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.cli.bench.table.Spread;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FigureTest {
  private final Round round = Slices.round(1.25);

  @Test
  void dividesCpuTimeByRequests() {
    assertThat(Figure.SERVER_CPU.in(round, Setup.NOOP_GO)).isEqualTo(60);
    assertThat(Figure.ENVOY_CPU.in(round, Setup.NOOP_GO)).isEqualTo(100);
    assertThat(Figure.TOTAL_CPU.in(round, Setup.NOOP_GO)).isEqualTo(160);
  }

  @Test
  void countsOnlyTheLatencyThatEnvoyAloneDoesNotHave() {
    assertThat(Figure.ADDED_P50.in(round, Setup.WEIR)).isCloseTo(250, within(1.0));
    assertThat(Figure.ADDED_P50.in(round, Setup.NOOP_GO)).isCloseTo(500, within(1.0));
  }

  @Test
  void takesRatiosWithinEachRound() {
    var ratio =
        Figure.REQUESTS.ratio(List.of(round, Slices.round(0.75)), Setup.WEIR, Setup.NOOP_GO);

    assertThat(ratio).contains(new Spread(0.75, 1.0, 1.25));
  }

  @Test
  void hasNoFigureOfAFixedRateThatWasNotMeasured() {
    var closed = new Round(round.closedLoop(), Map.of());

    assertThat(Figure.ADDED_P50.spread(List.of(closed), Setup.WEIR)).isEmpty();
    assertThat(Figure.REQUESTS.spread(List.of(closed), Setup.WEIR)).isPresent();
  }

  @Test
  void hasNoServerFigureWhereThereIsNoServer() {
    assertThat(Figure.SERVER_CPU.spread(List.of(round), Setup.OWN_VM)).isEmpty();
    assertThat(Figure.SERVER_CPU.ratio(List.of(round), Setup.ALONE, Setup.NOOP_GO)).isEmpty();
  }
}
