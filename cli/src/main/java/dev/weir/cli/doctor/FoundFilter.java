package dev.weir.cli.doctor;

import java.util.List;

/// An ext_proc filter of a proxy.
///
/// @param where the names around it
/// @param name under which routes refer to it
/// @param config its `ExternalProcessor`
/// @param upgrades the upgrade types that its connection manager lets through, where it is known
record FoundFilter(String where, String name, Message config, List<String> upgrades) {
  static final String TYPE = "envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor";

  FoundFilter {
    upgrades = List.copyOf(upgrades);
  }

  /// Which chain it is for, and what the host is told.
  StreamTarget target() {
    return StreamTarget.of(config.at("grpc_service"));
  }

  /// The cluster that it asks; empty if it asks by other means.
  String cluster() {
    return config.at("grpc_service").at("envoy_grpc").text("cluster_name");
  }
}
