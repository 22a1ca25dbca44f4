package dev.weir.cli.bench.report;

import java.util.List;
import java.util.Optional;

/// A figure that a round yields for each setup.
public enum Figure {
  REQUESTS("requests/s", "", 0),
  TOTAL_CPU("CPU per request, Envoy + server", "µs", 1),
  ENVOY_CPU("CPU per request, Envoy", "µs", 1),
  SERVER_CPU("CPU per request, server", "µs", 1),
  ADDED_P50("p50 added to Envoy alone", "µs", 0),
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

  public boolean appliesTo(Setup setup) {
    return switch (this) {
      case SERVER_CPU, SERVER_CPU_AT_RATE -> setup.hasServer();
      case ADDED_P50 -> setup != Setup.ALONE;
      case REQUESTS, TOTAL_CPU, ENVOY_CPU, TOTAL_CPU_AT_RATE -> true;
    };
  }

  public double in(Round round, Setup setup) {
    Slice closed = round.closedLoop(setup);
    Slice fixed = round.fixedRate(setup);
    return switch (this) {
      case REQUESTS -> closed.load().perSecond();
      case TOTAL_CPU -> closed.envoyMicros() + closed.serverMicros();
      case ENVOY_CPU -> closed.envoyMicros();
      case SERVER_CPU -> closed.serverMicros();
      case ADDED_P50 -> fixed.latencyMicros(50) - round.fixedRate(Setup.ALONE).latencyMicros(50);
      case TOTAL_CPU_AT_RATE -> fixed.envoyMicros() + fixed.serverMicros();
      case SERVER_CPU_AT_RATE -> fixed.serverMicros();
    };
  }

  /// The absolute value's spread; empty where the setup has no such figure.
  public Optional<Spread> spread(List<Round> rounds, Setup setup) {
    return appliesTo(setup)
        ? Optional.of(Spread.of(rounds.stream().mapToDouble(round -> in(round, setup)).toArray()))
        : Optional.empty();
  }

  /// The spread of the ratio to `peer`, taken within each round.
  public Optional<Spread> ratio(List<Round> rounds, Setup setup, Setup peer) {
    return appliesTo(setup) && appliesTo(peer)
        ? Optional.of(
            Spread.of(
                rounds.stream().mapToDouble(round -> in(round, setup) / in(round, peer)).toArray()))
        : Optional.empty();
  }
}
