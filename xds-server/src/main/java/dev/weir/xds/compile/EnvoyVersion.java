package dev.weir.xds.compile;

import io.envoyproxy.envoy.config.core.v3.Node;

/// An Envoy release and what it knows of that older ones refuse.
///
/// @param minor of 1.`minor`; releases differ in nothing else that matters here
public record EnvoyVersion(int major, int minor, int patch) implements Comparable<EnvoyVersion> {
  /// What is assumed of a proxy that does not tell its version: the oldest that Weir serves, so
  /// that nothing unknown is sent to it.
  public static final EnvoyVersion OLDEST = new EnvoyVersion(1, 36, 0);

  private static final EnvoyVersion STATUS_ON_ERROR = new EnvoyVersion(1, 36, 0);
  private static final EnvoyVersion FILTER_CHAIN = new EnvoyVersion(1, 39, 0);

  /// The version that a node announces.
  public static EnvoyVersion of(Node node) {
    if (!node.hasUserAgentBuildVersion()) {
      return OLDEST;
    }
    var version = node.getUserAgentBuildVersion().getVersion();
    return new EnvoyVersion(version.getMajorNumber(), version.getMinorNumber(), version.getPatch());
  }

  /// Several filters in one slot: `envoy.filters.http.filter_chain`. An older one refuses the whole
  /// listener if the type is only named.
  public boolean knowsFilterChains() {
    return compareTo(FILTER_CHAIN) >= 0;
  }

  /// `ExternalProcessor.status_on_error`.
  public boolean knowsStatusOnError() {
    return compareTo(STATUS_ON_ERROR) >= 0;
  }

  /// The part of this version that compilation depends on: equal features, equal resources.
  public EnvoyVersion features() {
    return knowsFilterChains() ? FILTER_CHAIN : knowsStatusOnError() ? STATUS_ON_ERROR : NONE;
  }

  private static final EnvoyVersion NONE = new EnvoyVersion(1, 0, 0);

  @Override
  public int compareTo(EnvoyVersion other) {
    int byMajor = Integer.compare(major, other.major);
    if (byMajor != 0) {
      return byMajor;
    }
    int byMinor = Integer.compare(minor, other.minor);
    return byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
