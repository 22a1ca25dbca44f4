package dev.weir.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AccessLogTest {
  private static final String[] REQUEST = {
    ":method", "GET", ":path", "/a?secret=1", ":authority", "a b", "authorization", "hidden"
  };

  @TempDir Path folder;

  private String written(AccessLogFormat format) throws IOException {
    Path file = folder.resolve("access.log");
    try (AccessLog log = AccessLog.open(file.toString(), format, new SimpleMeterRegistry())) {
      Ended.stream(log, "", REQUEST);
    }
    return Files.readString(file);
  }

  @Test
  void writesALineOfNamesAndValues() throws IOException {
    assertThat(written(AccessLogFormat.TEXT))
        .contains("chain=weir.authn revision=0123456789ab method=GET authority=\"a b\" path=/a ")
        .contains("result=continue end=reset", "peer=10.0.0.1", "request_id=-")
        .endsWith("\n")
        .hasLineCount(1);
  }

  @Test
  void writesAnObject() throws IOException {
    JsonNode line = JsonMapper.shared().readTree(written(AccessLogFormat.JSON));

    assertThat(line.get("path").asString()).isEqualTo("/a");
    assertThat(line.get("duration_ms").asDouble()).isNotNegative();
    assertThat(line.get("failed_plugins").isArray()).isTrue();
  }

  @Test
  void tellsNoQueryAndNoOtherHeader() throws IOException {
    assertThat(written(AccessLogFormat.TEXT)).doesNotContain("secret", "hidden");
    assertThat(written(AccessLogFormat.JSON)).doesNotContain("secret", "hidden");
  }

  @Test
  void refusesAFileThatCannotBeWritten() {
    assertThatThrownBy(() ->
            AccessLog.open(
                folder.resolve("none/access.log").toString(),
                AccessLogFormat.TEXT,
                new SimpleMeterRegistry()))
        .isInstanceOf(IOException.class);
  }
}
