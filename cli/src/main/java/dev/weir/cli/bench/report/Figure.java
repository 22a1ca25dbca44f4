package dev.weir.cli.bench.report;

import dev.weir.cli.bench.table.Spread;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/// A figure that a round yields for each setup.
public enum Figure {
  REQUESTS("requests/s", "", 0),
  TOTAL_CPU("CPU per request, Envoy + server", "µs", 1),
  ENVOY_CPU("CPU per request, Envoy", "µs", 1),
  SERVER_CPU("CPU per request, server", "µs", 1),
  ENVOY_MEMORY("resident memory, Envoy", "MB", 0),
  SERVER_MEMORY("resident memory, server", "MB", 0),
  ADDED_P50("p50 added to Envoy alone", "µs", 0),
  ADDED_P99("p99 added to Envoy alone", "µs", 0),
  TOTAL_CPU_AT_RATE("CPU per request, Envoy + server", "µs", 1),
  SERVER_CPU_AT_RATE("CPU per request, server", "µs", 1);

  private final String title;
  private final String unit;
  private final int digits;

  Figure(String title, String unit, int digits) {
    this.title = title;
    this.unit = unit;
    this.digits = digits;
  }

  public String title() {
    return title;
  }

  public String titleWithUnit() {
    return unit.isEmpty() ? title : title + ", " + unit;
  }

  /// Digits after the point that mean something in an absolute value.
  public int digits() {
    return digits;
  }

  public boolean appliesTo(Round round, Setup setup) {
    return round.setups().contains(setup)
        && (!atFixedRate() || round.atFixedRate())
        && switch (this) {
          case SERVER_CPU, SERVER_CPU_AT_RATE, SERVER_MEMORY -> setup.hasServer();
          case ADDED_P50, ADDED_P99 -> setup != Setup.ALONE;
          case REQUESTS, TOTAL_CPU, ENVOY_CPU, ENVOY_MEMORY, TOTAL_CPU_AT_RATE -> true;
        };
  }

  /// Whether it is one of the fixed rate.
  public boolean atFixedRate() {
    return compareTo(ADDED_P50) >= 0;
  }

  public double in(Round round, Setup setup) {
    Slice closed = round.closedLoop(setup);
    return switch (this) {
      case REQUESTS -> closed.load().perSecond();
      case TOTAL_CPU -> closed.envoyMicros() + closed.serverMicros();
      case ENVOY_CPU -> closed.envoyMicros();
      case SERVER_CPU -> closed.serverMicros();
      case ENVOY_MEMORY -> closed.envoy().memoryMegabytes();
      case SERVER_MEMORY -> closed.server().memoryMegabytes();
      case ADDED_P50 -> added(round, setup, 50);
      case ADDED_P99 -> added(round, setup, 99);
      case TOTAL_CPU_AT_RATE ->
          round.fixedRate(setup).envoyMicros() + round.fixedRate(setup).serverMicros();
      case SERVER_CPU_AT_RATE -> round.fixedRate(setup).serverMicros();
    };
  }

  private static double added(Round round, Setup setup, double percentile) {
    return round.fixedRate(setup).latencyMicros(percentile)
        - round.fixedRate(Setup.ALONE).latencyMicros(percentile);
  }

  /// The absolute value's spread; empty where the setup has no such figure.
  public Optional<Spread> spread(List<Round> rounds, Setup setup) {
    return spread(rounds, round -> appliesTo(round, setup), round -> in(round, setup));
  }

  /// The spread of the ratio to `peer`, taken within each round.
  public Optional<Spread> ratio(List<Round> rounds, Setup setup, Setup peer) {
    return spread(
        rounds,
        round -> appliesTo(round, setup) && appliesTo(round, peer),
        round -> in(round, setup) / in(round, peer));
  }

  private static Optional<Spread> spread(
      List<Round> rounds, Predicate<Round> applies, ToDoubleFunction<Round> value) {
    return !rounds.isEmpty() && rounds.stream().allMatch(applies)
        ? Optional.of(Spread.of(rounds.stream().mapToDouble(value).toArray()))
        : Optional.empty();
  }
}
