package dev.weir.extproc.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.extproc.stream.Terms;
import dev.weir.extproc.stream.Terms.LongReplies;
import dev.weir.extproc.stream.Terms.Overrides;
import dev.weir.extproc.stream.Timeouts;
import io.grpc.Metadata;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermsMetadataTest {
  private static Metadata metadata(String... namesAndValues) {
    Metadata metadata = new Metadata();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      metadata.put(
          Metadata.Key.of(namesAndValues[i], Metadata.ASCII_STRING_MARSHALLER),
          namesAndValues[i + 1]);
    }
    return metadata;
  }

  @Test
  void takesNothingForGranted() {
    assertThat(TermsMetadata.read(new Metadata())).isEqualTo(Terms.UNKNOWN);
  }

  @Test
  void readsBothTimeouts() {
    Metadata metadata = metadata("weir-message-timeout", "200", "weir-max-message-timeout", "5000");

    assertThat(TermsMetadata.read(metadata).timeouts())
        .isEqualTo(new Timeouts(Duration.ofMillis(200), Duration.ofSeconds(5)));
  }

  @Test
  void takesATimeoutThatIsNoNumberAsUnknown() {
    Metadata metadata = metadata("weir-message-timeout", "soon");

    assertThat(TermsMetadata.read(metadata).timeouts()).isEqualTo(Timeouts.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "1.36.4, true, WITH_HEADERS, WHOLE",
    "1.37.0, true, WITH_HEADERS, STREAMED",
    "1.40.0, true, BEFORE_HEADERS, STREAMED",
    "1.40, true, BEFORE_HEADERS, STREAMED",
    "1.40.0, false, REFUSED, STREAMED",
    "2.0, true, WITH_HEADERS, WHOLE",
    "none, yes, REFUSED, WHOLE",
  })
  void knowsWhatEachVersionCan(
      String version, String override, Overrides overrides, LongReplies replies) {
    Terms terms =
        TermsMetadata.read(metadata("weir-proxy-version", version, "weir-mode-override", override));

    assertThat(terms)
        .isEqualTo(new Terms(Timeouts.UNKNOWN, overrides, replies, Terms.Requests.UNKNOWN));
  }
}
