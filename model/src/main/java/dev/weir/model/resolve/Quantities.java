package dev.weir.model.resolve;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers with a unit. The schema has checked their form, so that nothing here can fail.
final class Quantities {
  private static final Pattern PART = Pattern.compile("([0-9]+)(h|ms|m|s)");

  private Quantities() {}

  /// `1s500ms`, as Kubernetes' Gateway API writes durations (GEP-2257).
  static Duration duration(String text) {
    Duration sum = Duration.ZERO;
    for (Matcher part = PART.matcher(text); part.find(); ) {
      sum = sum.plus(Duration.of(Long.parseLong(part.group(1)), unit(part.group(2))));
    }
    return sum;
  }

  private static ChronoUnit unit(String word) {
    return switch (word) {
      case "h" -> ChronoUnit.HOURS;
      case "m" -> ChronoUnit.MINUTES;
      case "s" -> ChronoUnit.SECONDS;
      default -> ChronoUnit.MILLIS;
    };
  }

  /// `32Mi`, as Kubernetes writes sizes; [Long#MAX_VALUE] for what is larger.
  static long bytes(String text) {
    int shift =
        switch (text.charAt(Math.max(0, text.length() - 2))) {
          case 'K' -> 10;
          case 'M' -> 20;
          case 'G' -> 30;
          default -> 0;
        };
    String digits = shift == 0 ? text : text.substring(0, text.length() - 2);
    long units = Long.parseLong(digits);
    return units > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : units << shift;
  }

  /// As [#bytes] reads it, in the largest unit of which it is a whole number.
  static String text(long bytes) {
    if (bytes == 0 || bytes % 1024 != 0) {
      return Long.toString(bytes);
    }
    int shift = Math.min(30, Long.numberOfTrailingZeros(bytes) / 10 * 10);
    return (bytes >> shift) + "KMG".substring(shift / 10 - 1, shift / 10) + "i";
  }

  /// `100/s`.
  static int perSecond(String text) {
    return Integer.parseInt(text.substring(0, text.indexOf('/')));
  }
}
