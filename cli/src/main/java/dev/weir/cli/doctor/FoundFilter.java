package dev.weir.cli.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// An ext_proc filter of a proxy.
///
/// @param where the names around it
/// @param name under which routes refer to it
/// @param config its `ExternalProcessor`
/// @param upgrades the upgrade types that its connection manager lets through, where it is known
record FoundFilter(String where, String name, Message config, List<String> upgrades) {
  /// gRPC metadata of a chain's name, and of what the host is told of the filter.
  static final String CHAIN = "weir-chain";

  static final String TERMS = "weir-terms";

  static final String TYPE = "envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor";

  FoundFilter {
    upgrades = List.copyOf(upgrades);
  }

  /// gRPC metadata of this name that Envoy sends with each stream.
  Optional<String> metadata(String key) {
    return config.at("grpc_service").list("initial_metadata").stream()
        .filter(entry -> entry.text("key").equals(key))
        .map(entry -> entry.text("value"))
        .findFirst();
  }

  /// What the host is told under this name; empty if nothing.
  String term(String name) {
    return metadata(TERMS).stream()
        .flatMap(terms -> Arrays.stream(terms.split(",", -1)))
        .map(String::strip)
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .reduce("", (_, last) -> last);
  }

  /// The cluster that it asks; empty if it asks by other means.
  String cluster() {
    return config.at("grpc_service").at("envoy_grpc").text("cluster_name");
  }
}
