package dev.weir.model;

/// What a plugin sees: Istio's `PluginType`, whose unspecified type is HTTP.
public enum PluginType {
  /// HTTP exchanges.
  HTTP,
  /// TCP connections.
  NETWORK
}
