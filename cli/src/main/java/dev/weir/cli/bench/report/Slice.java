package dev.weir.cli.bench.report;

import dev.weir.cli.bench.load.LoadResult;
import dev.weir.cli.bench.load.Origin;
import java.time.Duration;

/// One slice of load on one deployment, with what it cost.
///
/// @param seen requests as they arrived at the origin
/// @param envoy what Envoy used
/// @param server nothing where the setup has none
public record Slice(LoadResult load, Origin.Seen seen, Usage envoy, Usage server) {
  /// What a process used.
  ///
  /// @param memoryMegabytes resident at the slice's end
  public record Usage(Duration cpu, double memoryMegabytes) {
    public static final Usage NOTHING = new Usage(Duration.ZERO, 0);
  }

  public double envoyMicros() {
    return microsPerRequest(envoy.cpu());
  }

  public double serverMicros() {
    return microsPerRequest(server.cpu());
  }

  private double microsPerRequest(Duration cpu) {
    return cpu.toNanos() / 1e3 / load.answered();
  }

  public double latencyMicros(double percentile) {
    return load.latencyAt(percentile).toNanos() / 1e3;
  }
}
