package dev.weir.cli.bench.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/// What a slice of load saw.
///
/// @param answered requests answered, whatever the status
/// @param marked answers that carried the mark
/// @param bodyBytes of all answers
/// @param elapsed from the first request to the last answer
/// @param latency nanoseconds from when a request was due to its answer's last byte
public record LoadResult(
    long answered,
    long marked,
    long bodyBytes,
    Duration elapsed,
    Histogram latency,
    Faults faults) {
  public double perSecond() {
    return answered / (elapsed.toNanos() / 1e9);
  }

  public Duration latencyAt(double percentile) {
    return Duration.ofNanos(latency.getValueAtPercentile(percentile));
  }
}
