package dev.weir.cli.bench.report;

import dev.weir.cli.bench.load.LoadResult;
import dev.weir.cli.bench.load.Origin;
import java.time.Duration;

/// One slice of load on one deployment, with what it cost.
///
/// @param seen requests as they arrived at the origin
/// @param serverCpu zero where the setup has no server
public record Slice(LoadResult load, Origin.Seen seen, Duration envoyCpu, Duration serverCpu) {
  public double envoyMicros() {
    return microsPerRequest(envoyCpu);
  }

  public double serverMicros() {
    return microsPerRequest(serverCpu);
  }

  private double microsPerRequest(Duration cpu) {
    return cpu.toNanos() / 1e3 / load.answered();
  }

  public double latencyMicros(double percentile) {
    return load.latencyAt(percentile).toNanos() / 1e3;
  }
}
