package dev.weir.cli.bench.report;

/// How a scenario's bodies reach the server, in the names of ext_proc's processing mode.
public enum BodyMode {
  /// Not at all.
  NONE,
  /// In one message. Weir itself configures no proxy so; its Envoy is configured by the bench.
  BUFFERED,
  /// Piece by piece, which is what Weir configures for a filter that looks at bodies.
  FULL_DUPLEX_STREAMED
}
