package dev.weir.model;

/// Position in the filter chain, in the order in which a request meets them: Istio's `PluginPhase`,
/// whose unspecified phase stands right before the router.
public enum Phase {
  /// Before authentication.
  AUTHN,
  /// After authentication, before authorization.
  AUTHZ,
  /// After authorization, before statistics.
  STATS,
  /// After all others.
  UNSPECIFIED
}
