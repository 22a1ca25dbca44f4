package dev.weir.cli.envoy;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a new Envoy must know to be served by an xds-server: who it is, where its admin interface
/// listens, and the one cluster that leads to the xds-server. Everything else comes over ADS.
///
/// @param nodeId xDS `node.id`
/// @param cluster xDS `node.cluster`
/// @param labels what selectors in documents compare with
public record EnvoyBootstrap(
    String nodeId,
    String cluster,
    InetSocketAddress admin,
    InetSocketAddress xdsServer,
    SortedMap<String, String> labels) {
  /// A bound that a desk or a test never meets; Envoy warns if there is none.
  private static final int MAX_DOWNSTREAM_CONNECTIONS = 50_000;

  /// Kubernetes' names and labels are of these characters; none of them means anything in YAML.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~/-]{0,316}");

  public EnvoyBootstrap {
    check("node id", nodeId);
    check("node cluster", cluster);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    labels.forEach((name, value) -> {
      check("label", name);
      check("label " + name, value);
    });
  }

  /// Without labels.
  public EnvoyBootstrap(
      String nodeId, String cluster, InetSocketAddress admin, InetSocketAddress xdsServer) {
    this(nodeId, cluster, admin, xdsServer, Collections.emptySortedMap());
  }

  /// Envoy's own YAML, for `--config-yaml` or a file.
  ///
  /// Extension configurations are discovered on streams of their own, which name `weir-xds` too.
  /// Connections are closed through their filters: else those that wait for a host, as network
  /// ext_proc does, lose what a server sent last.
  public String yaml() {
    return """
    node:
      id: "%s"
      cluster: "%s"
      metadata: {LABELS: {%s}}
    admin:
      address:
        socket_address: {address: "%s", port_value: %d}
    dynamic_resources:
      ads_config:
        api_type: DELTA_GRPC
        transport_api_version: V3
        set_node_on_first_message_only: true
        grpc_services:
        - envoy_grpc: {cluster_name: weir-xds}
      lds_config: {ads: {}, resource_api_version: V3}
      cds_config: {ads: {}, resource_api_version: V3}
    layered_runtime:
      layers:
      - name: weir
        static_layer: {envoy.reloadable_features.connection_close_through_filter_manager: true}
    overload_manager:
      resource_monitors:
      - name: envoy.resource_monitors.global_downstream_max_connections
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig
          max_active_downstream_connections: %d
    static_resources:
      clusters:
      - name: weir-xds
        type: STATIC
        connect_timeout: 1s
        typed_extension_protocol_options:
          envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
            "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
            explicit_http_config:
              http2_protocol_options:
                connection_keepalive: {interval: 10s, timeout: 5s}
        load_assignment:
          cluster_name: weir-xds
          endpoints:
          - lb_endpoints:
            - endpoint:
                address:
                  socket_address: {address: "%s", port_value: %d}
    """
        .formatted(
            nodeId,
            cluster,
            labelsYaml(),
            admin.getAddress().getHostAddress(),
            admin.getPort(),
            MAX_DOWNSTREAM_CONNECTIONS,
            xdsServer.getAddress().getHostAddress(),
            xdsServer.getPort());
  }

  private String labelsYaml() {
    return labels.entrySet().stream()
        .map(label -> "\"%s\": \"%s\"".formatted(label.getKey(), label.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static void check(String what, String value) {
    if (!NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s: '%s' (expected: letters, digits and ._~/- only)".formatted(what, value));
    }
  }
}
