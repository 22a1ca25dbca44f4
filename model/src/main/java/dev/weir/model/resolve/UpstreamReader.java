package dev.weir.model.resolve;

import dev.weir.model.Upstream;
import dev.weir.model.Upstream.Bounds;
import dev.weir.model.Upstream.ClientCertificate;
import dev.weir.model.Upstream.Protocol;
import dev.weir.model.Upstream.Tls;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Reads an entry of `upstreams` that its schema has completed and found right.
final class UpstreamReader {
  private UpstreamReader() {}

  static Upstream read(JsonNode upstream) {
    return new Upstream(
        upstream.get("name").asString(),
        upstream.get("address").asString(),
        Protocol.valueOf(upstream.get("protocol").asString()),
        upstream.has("tls") ? Optional.of(tls(upstream.get("tls"))) : Optional.empty(),
        bounds(upstream));
  }

  private static Tls tls(JsonNode tls) {
    return new Tls(
        tls.get("sni").asString(),
        tls.has("caFile") ? Optional.of(tls.get("caFile").asString()) : Optional.empty(),
        tls.has("keyFile")
            ? Optional.of(
                new ClientCertificate(
                    tls.get("certificateFile").asString(), tls.get("keyFile").asString()))
            : Optional.empty());
  }

  private static Bounds bounds(JsonNode upstream) {
    return new Bounds(
        Quantities.duration(upstream.get("timeout").asString()),
        Quantities.duration(upstream.get("connectTimeout").asString()),
        upstream.get("maxConnections").asInt(),
        upstream.get("maxPending").asInt(),
        upstream.get("maxRequests").asInt(),
        Quantities.bytes(upstream.get("maxResponse").asString()));
  }
}
