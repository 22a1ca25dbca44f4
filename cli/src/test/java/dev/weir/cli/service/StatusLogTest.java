package dev.weir.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.weir.cli.api.Api;
import dev.weir.cli.api.Api.PluginStatus;
import dev.weir.xds.status.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StatusLogTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger("status");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final StatusLog statusLog = StatusLog.start(() -> Status.EMPTY);

  @BeforeEach
  void listen() {
    statusLog.close();
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
  }

  @Test
  void saysOnceWhichRevisionServes() {
    see(PluginStatus.UPDATING, "");
    see(PluginStatus.READY, "");
    see(PluginStatus.READY, "");

    assertThat(text())
        .containsExactly("INFO a: revision 0123456789ab serves (proxies 1/1, hosts 1/1)");
  }

  @Test
  void saysWhenSomethingIsPutRight() {
    see(PluginStatus.READY, "");
    see(PluginStatus.REJECTED, "a.yaml:1: kind");
    see(PluginStatus.READY, "");

    assertThat(text().skip(1)).containsExactly("INFO a: in order again");
  }

  @Test
  void saysWhatIsRemoved() {
    see(PluginStatus.READY, "");
    statusLog.compare(new Api.Plugins(List.of(), List.of()));

    assertThat(text().skip(1)).containsExactly("INFO a: removed");
  }

  private void see(PluginStatus status, String error) {
    Api.Plugin plugin =
        new Api.Plugin(
            "a",
            "AUTHN",
            "EXTERNAL",
            Optional.of("0123456789abcdef"),
            Optional.of("0123456789abcdef"),
            new Api.Count(1, 1),
            new Api.Count(1, 1),
            status,
            0,
            error.isEmpty()
                ? Optional.empty()
                : Optional.of(new Api.Problem(error, Instant.EPOCH, "a.yaml")));
    statusLog.compare(new Api.Plugins(List.of(plugin), List.of()));
  }

  private Stream<String> text() {
    return lines.list.stream().map(line -> line.getLevel() + " " + line.getFormattedMessage());
  }
}
