package dev.weir.extproc.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.extproc.stream.Terms;
import dev.weir.extproc.stream.Terms.LongReplies;
import dev.weir.extproc.stream.Terms.Overrides;
import dev.weir.extproc.stream.Timeouts;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermsMetadataTest {
  private static Terms read(String terms) {
    return new TermsMetadata().read(terms);
  }

  @Test
  void takesNothingForGranted() {
    assertThat(read("")).isEqualTo(Terms.UNKNOWN);
    assertThat(read("=,,a=b=c, ,message-timeout")).isEqualTo(Terms.UNKNOWN);
  }

  @Test
  void readsBothTimeouts() {
    assertThat(read("message-timeout=200, max-message-timeout=5000").timeouts())
        .isEqualTo(new Timeouts(Duration.ofMillis(200), Duration.ofSeconds(5)));
  }

  @Test
  void takesATimeoutThatIsNoNumberAsUnknown() {
    assertThat(read("message-timeout=soon").timeouts()).isEqualTo(Timeouts.UNKNOWN);
  }

  @Test
  void readsTheSameTermsFromManyStreams() {
    TermsMetadata terms = new TermsMetadata();
    for (int i = 0; i < 3000; i++) {
      assertThat(terms.read("message-timeout=" + (i % 1500)).timeouts().message())
          .isEqualTo(Duration.ofMillis(i % 1500));
    }
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
    Terms terms = read("proxy-version=%s,mode-override=%s".formatted(version, override));

    assertThat(terms)
        .isEqualTo(new Terms(Timeouts.UNKNOWN, overrides, replies, Terms.Requests.UNKNOWN));
  }
}
