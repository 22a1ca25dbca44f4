package dev.weir.cli.doctor;

import java.time.Duration;

/// How long the proxy waits, and whether the host knows it.
final class TimeCheck {
  private static final String MESSAGE = "message_timeout";
  private static final String LONGEST = "max_message_timeout";

  /// Envoy's own, where the field is not set.
  private static final Duration DEFAULT_MESSAGE = Duration.ofMillis(200);

  private TimeCheck() {}

  static void check(Examined examined, Findings findings) {
    Message found = examined.found();
    Duration message = found.time(MESSAGE, DEFAULT_MESSAGE);
    Duration wanted = examined.wanted().time(MESSAGE, DEFAULT_MESSAGE);
    if (message.isZero()) {
      findings.error(MESSAGE, "0s", seconds(wanted), "Envoy gives up at once");
    } else if (message.compareTo(wanted) < 0) {
      findings.warning(
          MESSAGE,
          seconds(message),
          seconds(wanted) + " or more",
          "plugins may take as long as their limits allow, and the request fails with 504 before");
    }
    longest(examined, message, findings);
    told(examined, "message-timeout", MESSAGE, message, findings);
    Duration stream = found.at("grpc_service").time("timeout", Duration.ZERO);
    if (!stream.isZero()) {
      findings.warning(
          "grpc_service.timeout",
          seconds(stream),
          "0s",
          "it bounds the whole exchange: longer requests and responses fail");
    }
  }

  private static void longest(Examined examined, Duration message, Findings findings) {
    Duration longest = examined.found().time(LONGEST, Duration.ZERO);
    Duration wanted = examined.wanted().time(LONGEST, Duration.ZERO);
    if (longest.compareTo(wanted) < 0 && message.compareTo(wanted) < 0) {
      findings.warning(
          LONGEST,
          seconds(longest),
          seconds(wanted) + " or more",
          "plugins call upstreams, and the host cannot ask for the time that this may take");
    }
    if (!longest.isZero()) {
      told(examined, "max-message-timeout", LONGEST, longest, findings);
    }
  }

  /// The host bounds plugins by what it is told, so that their own strategy comes before Envoy's
  /// timeout.
  private static void told(
      Examined examined, String term, String field, Duration is, Findings findings) {
    String told = examined.filter().target().term(term);
    if (!told.equals(Long.toString(is.toMillis()))) {
      findings.warning(
          examined.filter().target().termsField(),
          told.isEmpty() ? "" : term + "=" + told,
          "%s=%d, which is %s".formatted(term, is.toMillis(), field),
          "a plugin that holds too long meets Envoy's 504 instead of its own failStrategy");
    }
  }

  private static String seconds(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() / 1000.0 + "s";
  }
}
