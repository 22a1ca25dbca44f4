package dev.weir.extproc.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.extproc.grpc.CallHeaders;
import dev.weir.extproc.stream.Terms;
import dev.weir.extproc.stream.Terms.LongReplies;
import dev.weir.extproc.stream.Terms.Overrides;
import dev.weir.extproc.stream.Timeouts;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTargetsTest {
  private final StreamTargets targets = new StreamTargets();

  private StreamTarget target(String... headers) {
    Http2Headers block = new DefaultHttp2Headers();
    for (int i = 0; i < headers.length; i += 2) {
      block.add(headers[i], headers[i + 1]);
    }
    return targets.read(new CallHeaders(block));
  }

  private Terms read(String terms) {
    return target("weir-chain", "weir.default", "weir-terms", terms).terms();
  }

  @ParameterizedTest
  @CsvSource({
    "weir.default@0123;message-timeout=200, weir.default@0123",
    "weir.default@0123, weir.default@0123",
    "weir.default@;message-timeout=200, weir.default",
    "weir.default@, weir.default",
  })
  void findsTheChainInTheAuthority(String authority, String chain) {
    assertThat(target(":authority", authority).chain()).isEqualTo(chain);
  }

  @ParameterizedTest
  @CsvSource({
    "weir.default@0123, weir.default, 0123",
    "weir.default, weir.default, ''",
    "weir.default@, weir.default, ''",
  })
  void partsTheChainIntoNameAndRevision(String chain, String name, String revision) {
    StreamTarget target = target("weir-chain", chain);

    assertThat(target.name()).isEqualTo(name);
    assertThat(target.revision()).isEqualTo(revision);
  }

  @Test
  void readsTheTermsBehindTheChain() {
    StreamTarget target = target(":authority", "weir.default@0123;message-timeout=200");

    assertThat(target.terms()).isEqualTo(read("message-timeout=200"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"weir-ext-proc", "weir.default", "10.0.0.1:18080", "[::1]:18080", ";@"})
  void takesTheNameOfAHostForNoChain(String authority) {
    assertThat(target(":authority", authority)).isEqualTo(StreamTarget.of("", Terms.UNKNOWN));
  }

  @Test
  void findsNoChainWithoutAnAuthority() {
    assertThat(target().chain()).isEmpty();
  }

  @Test
  void prefersMetadataToTheAuthority() {
    StreamTarget target =
        target(
            ":authority", "weir.authn@0;message-timeout=100",
            "weir-chain", "weir.default",
            "weir-terms", "message-timeout=200");

    assertThat(target).isEqualTo(StreamTarget.of("weir.default", read("message-timeout=200")));
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
    for (int i = 0; i < 3000; i++) {
      String terms = "message-timeout=" + (i % 1500);

      assertThat(read(terms).timeouts().message()).isEqualTo(Duration.ofMillis(i % 1500));
      assertThat(target(":authority", "a@b;" + terms).terms()).isEqualTo(read(terms));
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
