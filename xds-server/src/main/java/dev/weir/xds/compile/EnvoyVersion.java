package dev.weir.xds.compile;

import io.envoyproxy.envoy.config.core.v3.Node;
import java.util.Comparator;
import java.util.List;

/// An Envoy release and what it knows of that older ones refuse.
public record EnvoyVersion(int major, int minor, int patch) implements Comparable<EnvoyVersion> {
  private static final EnvoyVersion STANDALONE_OVERRIDE = new EnvoyVersion(1, 40, 0);
  private static final EnvoyVersion FILTER_CHAIN = new EnvoyVersion(1, 39, 0);
  private static final EnvoyVersion STREAMED_REPLY = new EnvoyVersion(1, 37, 0);
  private static final EnvoyVersion CLUSTER_RETRIES = STREAMED_REPLY;
  private static final EnvoyVersion STATUS_ON_ERROR = new EnvoyVersion(1, 36, 0);
  private static final EnvoyVersion NO_OWN_HEADERS = STATUS_ON_ERROR;

  /// What is assumed of a proxy that does not tell, so that nothing unknown is sent to it.
  static final EnvoyVersion UNKNOWN = new EnvoyVersion(1, 0, 0);

  private static final Comparator<EnvoyVersion> ORDER =
      Comparator.comparingInt(EnvoyVersion::major)
          .thenComparingInt(EnvoyVersion::minor)
          .thenComparingInt(EnvoyVersion::patch);

  /// One version per set of features that makes a difference, the newest first.
  public static final List<EnvoyVersion> LEVELS =
      List.of(STANDALONE_OVERRIDE, FILTER_CHAIN, STREAMED_REPLY, STATUS_ON_ERROR, UNKNOWN);

  /// The version that a node announces.
  public static EnvoyVersion of(Node node) {
    var version = node.getUserAgentBuildVersion().getVersion();
    return node.hasUserAgentBuildVersion()
        ? new EnvoyVersion(version.getMajorNumber(), version.getMinorNumber(), version.getPatch())
        : UNKNOWN;
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

  /// `EnvoyGrpc.skip_envoy_headers`: calls without `x-envoy-internal` and `x-forwarded-for`.
  public boolean sendsCallsWithoutItsHeaders() {
    return compareTo(NO_OWN_HEADERS) >= 0;
  }

  /// A retry policy for all requests to a cluster: `HttpProtocolOptions.retry_policy`.
  public boolean knowsClusterRetries() {
    return compareTo(CLUSTER_RETRIES) >= 0;
  }

  /// A `mode_override` before the answer to the request headers, by which a body is had whole: the
  /// body's mode can be chosen for each request.
  public boolean takesModesPerRequest() {
    return compareTo(STANDALONE_OVERRIDE) >= 0;
  }

  /// `NetworkExternalProcessor.connection_attributes`.
  public boolean tellsOfConnections() {
    return compareTo(STANDALONE_OVERRIDE) >= 0;
  }

  /// The level of this version: proxies of one level get equal resources.
  public EnvoyVersion features() {
    return LEVELS.stream().filter(level -> compareTo(level) >= 0).findFirst().orElse(UNKNOWN);
  }

  @Override
  public int compareTo(EnvoyVersion other) {
    return ORDER.compare(this, other);
  }

  /// As Envoy writes it; empty if the proxy did not tell.
  @Override
  public String toString() {
    return equals(UNKNOWN) ? "" : major + "." + minor + "." + patch;
  }
}
