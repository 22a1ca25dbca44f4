package dev.weir.xds.compile;

import com.google.protobuf.Any;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.util.Durations;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.util.Collection;

/// The cluster through which proxies reach the ext-proc hosts. It never changes; which hosts there
/// are comes by EDS, so that a new host replaces no connection.
public final class ExtProcCluster {
  /// What slots refer to.
  public static final String NAME = "weir-ext-proc";

  private static final String HTTP_OPTIONS =
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  /// One stream per request in flight: Envoy's default of 1,024 would refuse the rest. Requests are
  /// bounded by the listener's own limits instead.
  private static final int MAX_REQUESTS = 1_000_000;

  private static final int CONNECT_TIMEOUT_SECONDS = 1;

  private ExtProcCluster() {}

  /// The cluster.
  public static Cluster cluster() {
    HttpProtocolOptions http2 =
        HttpProtocolOptions.newBuilder()
            .setExplicitHttpConfig(
                HttpProtocolOptions.ExplicitHttpConfig.newBuilder()
                    .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()))
            .build();
    return Cluster.newBuilder()
        .setName(NAME)
        .setType(Cluster.DiscoveryType.EDS)
        .setEdsClusterConfig(
            Cluster.EdsClusterConfig.newBuilder()
                .setEdsConfig(
                    ConfigSource.newBuilder()
                        .setResourceApiVersion(ApiVersion.V3)
                        .setAds(AggregatedConfigSource.getDefaultInstance())))
        .setConnectTimeout(Durations.fromSeconds(CONNECT_TIMEOUT_SECONDS))
        .setCircuitBreakers(
            CircuitBreakers.newBuilder()
                .addThresholds(
                    CircuitBreakers.Thresholds.newBuilder()
                        .setMaxRequests(UInt32Value.of(MAX_REQUESTS))
                        .setMaxPendingRequests(UInt32Value.of(MAX_REQUESTS))))
        .putTypedExtensionProtocolOptions(HTTP_OPTIONS, Any.pack(http2))
        .build();
  }

  /// The hosts behind it, in a stable order.
  public static ClusterLoadAssignment endpoints(Collection<HostAddress> hosts) {
    LocalityLbEndpoints.Builder locality = LocalityLbEndpoints.newBuilder();
    hosts.forEach(host -> locality.addLbEndpoints(endpoint(host)));
    ClusterLoadAssignment.Builder assignment =
        ClusterLoadAssignment.newBuilder().setClusterName(NAME);
    return hosts.isEmpty() ? assignment.build() : assignment.addEndpoints(locality).build();
  }

  private static LbEndpoint endpoint(HostAddress host) {
    return LbEndpoint.newBuilder()
        .setEndpoint(Endpoint.newBuilder().setAddress(host.toEnvoy()))
        .build();
  }
}
