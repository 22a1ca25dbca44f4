package dev.weir.model;

/// What a plugin holds that stops the iteration in a headers callback.
public enum HeadersPause {
  /// The whole message, until the plugin resumes it.
  EVERYTHING,
  /// The headers: callbacks for the body go on, and the plugin can decide by it. Envoy's
  /// `allow_on_headers_stop_iteration`.
  HEADERS
}
