package dev.weir.cli.conformance.extproc;

import dev.weir.cli.conformance.Outcome;
import dev.weir.cli.conformance.probe.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a case caused, line by line: what the client saw, what the upstream saw, the probe's
/// callbacks, what the host counted, and what Envoy did.
record ExtProcOutcome(String text) {
  /// What the host says of a message beyond its extension headers.
  private static final Set<String> SHOWN =
      Set.of("content-length", "transfer-encoding", "set-cookie", "grpc-status", "location");

  /// Four and more of the same in a row.
  private static final Pattern SAME = Pattern.compile("(?<= |^)(\\S+)(?: \\1){3,}(?= |$)");

  private static final int FEW = 4;

  private static final Pattern BODY = Pattern.compile("^((?:\\w+ )?[rs][be])\\([0-9,]+\\)");

  static ExtProcOutcome of(
      Optional<Received> client,
      List<Received> upstream,
      List<String> callbacks,
      List<String> counted) {
    List<String> lines = new ArrayList<>();
    client.ifPresentOrElse(
        received -> {
          lines.add(received.start());
          lines.addAll(received.lines("<", ExtProcOutcome::isShown));
          if (!received.whole()) {
            lines.add("< cut off");
          }
        },
        () -> lines.add("no answer"));
    for (Received request : whole(upstream)) {
      lines.add("> " + request.start());
      lines.addAll(request.lines(">", ExtProcOutcome::isShown));
    }
    if (whole(upstream).isEmpty()) {
      lines.add("> no whole request");
    }
    for (String callback : callbacks) {
      String line = comparable(callback);
      if (!isHold(line) && (!isBody(line) || !line.equals(lines.getLast()))) {
        lines.add(line);
      }
    }
    lines.addAll(counted);
    return new ExtProcOutcome(
        counted(lines).stream().map(ExtProcOutcome::printable).collect(Collectors.joining("\n")));
  }

  /// With control characters as `\n` or `\05`.
  private static String printable(String line) {
    StringBuilder text = new StringBuilder(line.length());
    line.chars()
        .forEach(c -> {
          if (c == '\n') {
            text.append("\\n");
          } else if (c < ' ') {
            text.append("\\%02d".formatted(c));
          } else {
            text.append((char) c);
          }
        });
    return text.toString();
  }

  /// Four and more equal lines are written as one, and how many there are.
  private static List<String> counted(List<String> lines) {
    List<String> counted = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= lines.size(); i++) {
      if (i < lines.size() && lines.get(i).equals(lines.get(from))) {
        continue;
      }
      int count = i - from;
      if (count < FEW) {
        counted.addAll(lines.subList(from, i));
      } else {
        counted.add("%s (x%d)".formatted(lines.get(from), count));
      }
      from = i;
    }
    return counted;
  }

  /// How much arrives of a request that is cut off is a matter of time.
  private static List<Received> whole(List<Received> requests) {
    return requests.stream().filter(Received::whole).toList();
  }

  private static boolean isShown(String name) {
    return SHOWN.contains(name)
        || (name.startsWith("x-") && !Outcome.ADDED_BY_PROXIES.contains(name));
  }

  /// How a body is cut into pieces is a matter of time, and so is which piece knows that it is the
  /// last: neither their sizes are compared nor how many follow each other with the same outcome.
  private static String comparable(String callback) {
    return SAME.matcher(BODY.matcher(callback).replaceFirst("$1(*)"))
        .replaceAll(same -> "%s (x%d)".formatted(same.group(1), same.group().split(" ").length));
  }

  /// Whether a held body comes in one piece or in several is no outcome either; that it was held is
  /// seen from what follows.
  private static boolean isHold(String line) {
    return line.endsWith("(*) ret -> 1");
  }

  private static boolean isBody(String line) {
    return line.contains("(*)");
  }
}
