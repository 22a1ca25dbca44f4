package dev.weir.xds.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostAddressTest {
  @Test
  void readsTcpAddressesAndSockets() {
    assertThat(HostAddress.parse("10.0.0.1:18080"))
        .contains(new HostAddress.Tcp("10.0.0.1", 18_080));
    assertThat(HostAddress.parse("[fd00::1]:80")).contains(new HostAddress.Tcp("fd00::1", 80));
    assertThat(HostAddress.parse("unix:/run/weir.sock"))
        .contains(new HostAddress.Unix("/run/weir.sock"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "host", "host:", "host:0", "host:65536", "fd00::1:80", "unix:a", "unix:"})
  void refusesWhatIsNone(String text) {
    assertThat(HostAddress.parse(text)).isEmpty();
  }

  @Test
  void refusesAPathThatNoSocketCanHave() {
    assertThat(HostAddress.parse("unix:/" + "x".repeat(107))).isEmpty();
  }

  @Test
  void becomesAPipeForEnvoy() {
    assertThat(new HostAddress.Unix("/run/weir.sock").toEnvoy().getPipe().getPath())
        .isEqualTo("/run/weir.sock");
  }
}
