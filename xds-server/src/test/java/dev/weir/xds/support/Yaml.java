package dev.weir.xds.support;

import dev.weir.model.document.Document;
import dev.weir.model.document.Documents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Documents as an operator writes them.
public final class Yaml {
  /// A listener on a free port whose answers show the request header `x-chain`.
  public static final String ENVOY =
      """
      apiVersion: weir.dev/v1alpha1
      kind: EnvoyResources
      metadata: {name: test}
      spec:
        listeners:
        - name: http
          address: {socket_address: {address: 127.0.0.1, port_value: 0}}
          filter_chains:
          - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: http
                rds: {route_config_name: routes, config_source: {ads: {}, resource_api_version: V3}}
                http_filters:
                - name: envoy.filters.http.router
                  typed_config:
                    "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
        routes:
        - name: routes
          virtual_hosts:
          - name: all
            domains: ["*"]
            response_headers_to_add:
            - header: {key: x-seen, value: "%REQ(x-chain)%"}
            routes:
            - match: {prefix: /}
              direct_response: {status: 200, body: {inline_string: ok}}
      """;

  private Yaml() {}

  /// A plugin in its own file.
  public static String plugin(String name, String spec) {
    return """
    apiVersion: weir.dev/v1alpha1
    kind: WasmPlugin
    metadata: {name: %s}
    spec:
    %s
    """
        .formatted(name, spec.indent(2).stripTrailing());
  }

  /// Each text is a file.
  public static List<Document> documents(String... files) {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < files.length; i++) {
      documents.addAll(
          Documents.parse("file%d.yaml".formatted(i), files[i].getBytes(StandardCharsets.UTF_8))
              .documents());
    }
    return documents;
  }
}
