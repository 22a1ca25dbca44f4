package dev.weir.cli.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnvoyVersionTest {
  @Test
  void isReadFromWhatEnvoyPrints() {
    String banner =
        "\n/opt/envoy  version: 9e5580933739775e8bce696a57a2e1bc99368f23/1.40.0/Clean/RELEASE/BoringSSL\n";

    assertThat(EnvoyVersion.parse(banner)).contains(new EnvoyVersion(1, 40, 0));
  }

  @Test
  void isReadFromDevelopmentBuilds() {
    assertThat(EnvoyVersion.parse("envoy  version: abc/1.41.0-dev/Modified/DEBUG/BoringSSL"))
        .contains(new EnvoyVersion(1, 41, 0));
  }

  @Test
  void isEmptyForAnotherProgram() {
    assertThat(EnvoyVersion.parse("GNU sleep 9.1")).isEmpty();
  }

  @Test
  void comparesByNumberAndNotByText() {
    assertThat(new EnvoyVersion(1, 9, 0)).isLessThan(EnvoyVersion.OLDEST);
    assertThat(new EnvoyVersion(1, 36, 4)).isGreaterThan(EnvoyVersion.OLDEST);
    assertThat(new EnvoyVersion(2, 0, 0)).isGreaterThan(EnvoyVersion.OLDEST);
  }
}
