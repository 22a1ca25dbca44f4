package dev.weir.cli.bench.table;

import java.util.Arrays;
import java.util.Locale;

/// How one figure spread over the counted rounds.
public record Spread(double min, double median, double max) {
  public static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("spread: no values (expected: at least one round)");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }

  /// `median (min..max)` with that many digits after the point.
  public String toText(int digits) {
    String number = "%,." + digits + "f";
    return String.format(
        Locale.ROOT, number + " (" + number + ".." + number + ")", median, min, max);
  }
}
