package dev.weir.model.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantitiesTest {
  @ParameterizedTest
  @CsvSource({
    "20ms,PT0.02S",
    "1s,PT1S",
    "1s500ms,PT1.5S",
    "2m,PT2M",
    "1h1m1s1ms,PT1H1M1.001S",
    "0s,PT0S",
    "99999h99999h99999h99999h,PT399996H"
  })
  void readDurations(String text, Duration duration) {
    assertThat(Quantities.duration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "9,9", "1024,1024", "1Ki,1024", "32Mi,33554432", "4Gi,4294967296"})
  void readSizes(String text, long bytes) {
    assertThat(Quantities.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "1025,1025", "1024,1Ki", "2146435072,2047Mi", "1073741824,1Gi"})
  void writeSizes(long bytes, String text) {
    assertThat(Quantities.text(bytes)).isEqualTo(text);
  }

  @Test
  void doNotOverflowAtTheLargestSizeThatTheSchemaTakes() {
    assertThat(Quantities.bytes("9999999999Gi")).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void readRates() {
    assertThat(Quantities.perSecond("100/s")).isEqualTo(100);
  }
}
