package dev.weir.cli.envoy;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A release of Envoy.
public record EnvoyVersion(int major, int minor, int patch) implements Comparable<EnvoyVersion> {
  /// The oldest release whose slots were seen to follow the rules that the xds-server relies on.
  public static final EnvoyVersion OLDEST = new EnvoyVersion(1, 36, 0);

  /// `envoy version: <commit>/1.40.0/Clean/RELEASE/BoringSSL`; development builds add `-dev`.
  private static final Pattern BANNER =
      Pattern.compile("version: [^/\\s]*/(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})[^/]*/");

  /// What `envoy --version` printed, or empty if that was not Envoy.
  static Optional<EnvoyVersion> parse(String banner) {
    Matcher matcher = BANNER.matcher(banner);
    if (!matcher.find()) {
      return Optional.empty();
    }
    return Optional.of(
        new EnvoyVersion(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3))));
  }

  @Override
  public int compareTo(EnvoyVersion other) {
    return Comparator.comparingInt(EnvoyVersion::major)
        .thenComparingInt(EnvoyVersion::minor)
        .thenComparingInt(EnvoyVersion::patch)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
