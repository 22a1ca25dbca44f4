package dev.weir.cli.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class EnvoyLogTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger("envoy");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
    logger.setLevel(null);
    logger.setAdditive(true);
  }

  @Test
  void keepsLevelsAndLeavesOutWhatALongMessageQuotes() {
    EnvoyLog log =
        read(
            false,
            "W config: rejected: x",
            "filter_chains {",
            "  [type.googleapis.com/a.B] {",
            "    name: \"weir.authn\"",
            "  }",
            "}",
            "",
            "Proto constraint validation failed (A.B: value is too short)",
            "E main: y");

    assertThat(text())
        .containsExactly(
            "WARN config: rejected: x",
            "WARN Proto constraint validation failed (A.B: value is too short)",
            "ERROR main: y");
    assertThat(log.lastLines()).contains("filter_chains {");
  }

  @Test
  void showsWhatIsWrongWithTheCommandLine() {
    read(false, "PARSE ERROR: --nonsense");

    assertThat(text()).containsExactly("WARN PARSE ERROR: --nonsense");
  }

  @Test
  void isQuietAboutAnEndThatWasOrdered() {
    read(true, "W main: caught ENVOY_SIGTERM");

    assertThat(text()).isEmpty();
  }

  private static EnvoyLog read(boolean closing, String... output) {
    EnvoyLog log = new EnvoyLog(() -> closing);
    byte[] bytes = String.join("\n", output).getBytes(StandardCharsets.UTF_8);
    log.drain(new ByteArrayInputStream(bytes));
    return log;
  }

  private Iterable<String> text() {
    return lines.list.stream()
        .map(line -> line.getLevel() + " " + line.getFormattedMessage())
        .toList();
  }
}
