package dev.weir.cli.conformance;

import dev.weir.cli.conformance.probe.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a case caused, as lines of text:
///
/// - the status that the client saw, or `no answer`; then its headers `< name: value`, its body `<<
///   …` and its trailers `<t name: value`;
/// - the request line that the upstream saw, `> GET /`, or `> nothing`; then its headers, body and
///   trailers in the same way;
/// - each callback that the script had a step for, with the status of each hostcall.
public record Outcome(String text) {
  /// Of a case that ends the proxy.
  static final Outcome PROXY_ENDS = new Outcome("the proxy ends");

  /// Headers with a value of their own in every run, or that only one of two set-ups adds.
  public static final Set<String> ADDED_BY_PROXIES =
      Set.of(
          "x-probe",
          "x-probe-id",
          "x-request-id",
          "x-forwarded-proto",
          "x-envoy-expected-rq-timeout-ms",
          "x-envoy-internal",
          "x-envoy-upstream-service-time",
          "x-envoy-decorator-operation");

  static Outcome of(
      Optional<Received> client, Optional<Received> upstream, List<String> callbacks) {
    List<String> lines = new ArrayList<>();
    client.ifPresentOrElse(
        received -> {
          lines.add(received.start());
          lines.addAll(received.lines("<", Outcome::isShown));
        },
        () -> lines.add("no answer"));
    upstream.ifPresentOrElse(
        received -> {
          lines.add("> " + received.start());
          lines.addAll(received.lines(">", Outcome::isShown));
        },
        () -> lines.add("> nothing"));
    for (String callback : callbacks) {
      String line = comparable(callback);
      if (!isBody(line) || !line.equals(lines.getLast())) {
        lines.add(line);
      }
    }
    return new Outcome(String.join("\n", lines));
  }

  /// Without the callbacks for pieces of a body that the script holds to its end: whether there is
  /// one before the end is the transport's affair too.
  Outcome withoutHeldBodies() {
    return new Outcome(
        text.lines()
            .filter(line -> !line.matches("[rs]b\\(\\*,0,0\\) ret -> 1"))
            .collect(Collectors.joining("\n")));
  }

  /// Only extension headers: those of the protocol differ by connection and version.
  private static boolean isShown(String name) {
    return name.startsWith("x-") && !ADDED_BY_PROXIES.contains(name);
  }

  /// How a body is cut into pieces is the transport's affair: neither their sizes are compared nor
  /// how many follow each other with the same outcome.
  private static String comparable(String callback) {
    return isBody(callback) ? callback.replaceFirst("\\(\\d+,", "(*,") : callback;
  }

  private static boolean isBody(String callback) {
    return callback.startsWith("rb(") || callback.startsWith("sb(");
  }
}
