package dev.weir.model;

/// Whose behaviour counts where Weir's host and Envoy's own VM differ.
public enum Compatibility {
  /// Weir's, which harms no well-behaved module.
  DEFAULT,
  /// Envoy's.
  STRICT
}
