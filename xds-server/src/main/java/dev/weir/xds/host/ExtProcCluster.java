package dev.weir.xds.host;

import com.google.protobuf.Any;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import com.google.protobuf.util.Durations;
import dev.weir.proto.v1alpha1.HostStatus;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The cluster through which proxies reach the ext-proc hosts. It never changes while they run;
/// which hosts there are comes by EDS, so that a new host replaces no connection.
public final class ExtProcCluster {
  /// What slots refer to.
  public static final String NAME = "weir-ext-proc";

  /// Under which the cluster has its HTTP options.
  public static final String HTTP_OPTIONS =
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  /// One stream per request in flight: Envoy's default of 1,024 would refuse the rest. Requests are
  /// bounded by the listener's own limits instead.
  private static final int MAX_REQUESTS = 1_000_000;

  private static final int CONNECT_TIMEOUT_SECONDS = 1;

  /// Which socket an endpoint is spoken to with, in its metadata and in the cluster.
  private static final String SOCKET_MATCH = "envoy.transport_socket_match";

  private static final String TLS_ENDPOINT = "weir-tls";
  private static final String TLS_SOCKET = "envoy.transport_sockets.tls";

  private final Optional<HostTls> tls;

  /// @param tls how proxies speak to hosts that serve TLS; without it they are not given such hosts
  public ExtProcCluster(Optional<HostTls> tls) {
    this.tls = tls;
  }

  /// Whether proxies can speak to it.
  public boolean reaches(HostEndpoint host) {
    return host.transport() == HostStatus.Transport.PLAIN_TEXT || tls.isPresent();
  }

  /// What the cluster refers to.
  public List<Secret> secrets() {
    return tls.map(HostTls::secrets).orElse(List.of());
  }

  /// The cluster.
  public Cluster cluster() {
    HttpProtocolOptions http2 =
        HttpProtocolOptions.newBuilder()
            .setExplicitHttpConfig(
                HttpProtocolOptions.ExplicitHttpConfig.newBuilder()
                    .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()))
            .build();
    Cluster.Builder cluster = Cluster.newBuilder();
    tls.ifPresent(files -> cluster.addTransportSocketMatches(socket(files)));
    return cluster
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

  /// Hosts with and without TLS may stand side by side.
  private static Cluster.TransportSocketMatch socket(HostTls tls) {
    return Cluster.TransportSocketMatch.newBuilder()
        .setName(TLS_ENDPOINT)
        .setMatch(tlsMark())
        .setTransportSocket(
            TransportSocket.newBuilder()
                .setName(TLS_SOCKET)
                .setTypedConfig(Any.pack(tls.context())))
        .build();
  }

  private static Struct tlsMark() {
    return Struct.newBuilder()
        .putFields(TLS_ENDPOINT, Value.newBuilder().setBoolValue(true).build())
        .build();
  }

  /// The hosts behind it, in a stable order.
  public static ClusterLoadAssignment endpoints(Collection<HostEndpoint> hosts) {
    LocalityLbEndpoints.Builder locality = LocalityLbEndpoints.newBuilder();
    hosts.forEach(host -> locality.addLbEndpoints(endpoint(host)));
    ClusterLoadAssignment.Builder assignment =
        ClusterLoadAssignment.newBuilder().setClusterName(NAME);
    return hosts.isEmpty() ? assignment.build() : assignment.addEndpoints(locality).build();
  }

  private static LbEndpoint endpoint(HostEndpoint host) {
    LbEndpoint.Builder endpoint =
        LbEndpoint.newBuilder()
            .setEndpoint(Endpoint.newBuilder().setAddress(host.address().toEnvoy()));
    if (host.transport() == HostStatus.Transport.TLS) {
      endpoint.setMetadata(Metadata.newBuilder().putFilterMetadata(SOCKET_MATCH, tlsMark()));
    }
    return endpoint.build();
  }
}
