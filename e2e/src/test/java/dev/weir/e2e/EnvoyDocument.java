package dev.weir.e2e;

/// EnvoyResources documents with one listener.
final class EnvoyDocument {
  private EnvoyDocument() {}

  /// Every request goes to the sample upstream of `weir up`, which fills in the ports.
  ///
  /// @param cluster `node.cluster` of the proxies that it is for
  static String forwarding(String cluster) {
    return document(
            cluster, "\"${WEIR_PROXY_PORT}\"", "match: {prefix: /}, route: {cluster: upstream}")
        + """
          clusters:
            - name: upstream
              type: STATIC
              connect_timeout: 1s
              load_assignment:
                cluster_name: upstream
                endpoints:
                  - lb_endpoints:
                      - endpoint:
                          address:
                            socket_address: {address: 127.0.0.1, port_value: "${WEIR_UPSTREAM_PORT}"}
        """;
  }

  /// Every request is answered by the proxy itself: `x-seen-marked` of the answer is what was
  /// `x-marked` in the request when it had passed the filters.
  static String answering(String cluster, int port) {
    return document(
        cluster,
        String.valueOf(port),
        """
        match: {prefix: /}, direct_response: {status: 200}, response_headers_to_add: \
        [{header: {key: x-seen-marked, value: "%REQ(x-marked)%"}}]\
        """);
  }

  private static String document(String cluster, String port, String route) {
    return """
    apiVersion: weir.dev/v1alpha1
    kind: EnvoyResources
    metadata:
      name: %1$s
    spec:
      selector: {cluster: %1$s}
      listeners:
        - name: http
          address: {socket_address: {address: 127.0.0.1, port_value: %2$s}}
          filter_chains:
            - filters:
                - name: envoy.filters.network.http_connection_manager
                  typed_config:
                    "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                    stat_prefix: http
                    # What Envoy answers itself says why, for the tests' messages.
                    local_reply_config:
                      mappers:
                        - filter: {status_code_filter: {comparison: {op: GE, value: {default_value: 500, runtime_key: unset}}}}
                          headers_to_add: [{header: {key: x-details, value: "%%RESPONSE_CODE_DETAILS%%"}}]
                    normalize_path: true
                    merge_slashes: true
                    path_with_escaped_slashes_action: UNESCAPE_AND_REDIRECT
                    route_config:
                      name: http
                      virtual_hosts:
                        - {name: all, domains: ["*"], routes: [{%3$s}]}
                    http_filters:
                      - name: envoy.filters.http.router
                        typed_config:
                          "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
    """
        .formatted(cluster, port, route);
  }
}
