package dev.weir.cli.doctor;

/// The cluster through which the proxy reaches hosts.
final class ClusterCheck {
  private static final String HTTP_OPTIONS =
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  /// Envoy's own, where no threshold is set.
  private static final long DEFAULT_MAX_REQUESTS = 1024;

  /// One stream per request in flight: less is a limit on the proxy's own requests.
  private static final long ENOUGH_REQUESTS = 10_000;

  private ClusterCheck() {}

  static void check(String name, EnvoyDump dump, Findings findings) {
    Message cluster = dump.clusters().get(name);
    if (cluster == null) {
      findings.error("name", "no cluster '%s'".formatted(name), "one", "no host is ever asked");
      return;
    }
    if (!speaksHttp2(cluster)) {
      findings.error(
          "typed_extension_protocol_options",
          "HTTP/1.1",
          "explicit_http_config with http2_protocol_options",
          "gRPC needs HTTP/2: every request fails");
    }
    for (String limit : new String[] {"max_requests", "max_pending_requests"}) {
      long found = limit(cluster, limit);
      if (found < ENOUGH_REQUESTS) {
        findings.warning(
            "circuit_breakers.thresholds." + limit,
            found + (found == DEFAULT_MAX_REQUESTS ? " (the default)" : ""),
            ENOUGH_REQUESTS + " or more",
            "each request in flight is a stream, long responses and tunnels too; beyond it requests"
                + " fail");
      }
    }
  }

  private static boolean speaksHttp2(Message cluster) {
    Message options = cluster.at("typed_extension_protocol_options").at(HTTP_OPTIONS).unwrapped();
    return cluster.has("http2_protocol_options")
        || options.at("explicit_http_config").has("http2_protocol_options")
        || options.has("auto_config");
  }

  private static long limit(Message cluster, String limit) {
    return cluster.at("circuit_breakers").list("thresholds").stream()
        .filter(threshold -> threshold.text("priority", "DEFAULT").equals("DEFAULT"))
        .mapToLong(threshold -> threshold.number(limit, DEFAULT_MAX_REQUESTS))
        .findFirst()
        .orElse(DEFAULT_MAX_REQUESTS);
  }
}
