package dev.weir.cli.envoy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// What one Envoy process prints, passed on to Weir's log as logger `envoy`, and its last lines
/// kept for the message about its end. Read by one thread until the process has closed its output.
final class EnvoyLog {
  /// `--log-format` that [#accept] reads: level, then logger and message.
  static final String FORMAT = "%L %n: %v";

  private static final int KEPT_LINES = 8;
  private static final int MAX_LINE_CHARS = 2_000;
  private static final Logger log = LoggerFactory.getLogger("envoy");

  /// spdlog's letters from trace to critical.
  private static final Pattern LEVEL = Pattern.compile("[TDIWEC] ");

  /// A line of protobuf's text format, or none: Envoy quotes all of what it refuses, over hundreds
  /// of lines, before it says why.
  private static final Pattern QUOTED =
      Pattern.compile("\\s*(?:[\\w.\\[\\]/]+: .*|[\\w.\\[\\]/]+ \\{|}|)\\s*");

  private final ArrayDeque<String> last = new ArrayDeque<>();

  private final BooleanSupplier closing;

  /// Of the message that the next lines without one belong to. Before the first message they say
  /// what is wrong with the command line.
  private Level level = Level.WARN;

  /// @param closing whether Envoy was told to end: what it says of that is of no interest
  EnvoyLog(BooleanSupplier closing) {
    this.closing = closing;
  }

  void drain(InputStream output) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        accept(line.length() > MAX_LINE_CHARS ? line.substring(0, MAX_LINE_CHARS) : line);
      }
    } catch (IOException e) {
      log.debug("output ended: {}", e.toString());
    }
  }

  /// For the end of a message: empty, or the last lines, each on its own line.
  String lastLines() {
    return last.stream().map("%n  %s"::formatted).collect(Collectors.joining());
  }

  private void accept(String line) {
    if (last.size() == KEPT_LINES) {
      last.removeFirst();
    }
    last.addLast(line);
    if (LEVEL.matcher(line).lookingAt()) {
      level = level(line.charAt(0));
      log(level, line.substring(2));
    } else {
      log(QUOTED.matcher(line).matches() ? Level.DEBUG : level, line);
    }
  }

  private void log(Level heard, String line) {
    log.atLevel(closing.getAsBoolean() ? Level.DEBUG : heard).log(line);
  }

  private static Level level(char letter) {
    return switch (letter) {
      case 'T' -> Level.TRACE;
      case 'D' -> Level.DEBUG;
      case 'I' -> Level.INFO;
      case 'W' -> Level.WARN;
      default -> Level.ERROR;
    };
  }
}
