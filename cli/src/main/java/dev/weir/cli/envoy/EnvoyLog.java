package dev.weir.cli.envoy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// What one Envoy process prints, passed on to Weir's log as logger `envoy`, and its last lines
/// kept for the message about its end. Read by one thread until the process has closed its output.
final class EnvoyLog {
  /// `--log-format` whose lines [#level] reads: level, then logger and message.
  static final String FORMAT = "%L %n: %v";

  private static final int KEPT_LINES = 8;
  private static final int MAX_LINE_CHARS = 2_000;
  private static final Logger log = LoggerFactory.getLogger("envoy");

  private final ArrayDeque<String> last = new ArrayDeque<>();

  private final BooleanSupplier closing;

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
    log.atLevel(closing.getAsBoolean() ? Level.DEBUG : level(line))
        .log(line.length() > 1 && line.charAt(1) == ' ' ? line.substring(2) : line);
  }

  /// spdlog's one-letter level; a line without one (a crash report, a usage error) is a warning.
  private static Level level(String line) {
    if (line.length() < 2 || line.charAt(1) != ' ') {
      return Level.WARN;
    }
    return switch (line.charAt(0)) {
      case 'T' -> Level.TRACE;
      case 'D' -> Level.DEBUG;
      case 'I' -> Level.INFO;
      case 'E', 'C' -> Level.ERROR;
      default -> Level.WARN;
    };
  }
}
