package dev.weir.extproc.record;

/// What an answer did, and with its worst answer what a stream did.
public enum Outcome {
  /// Nothing was changed, though bytes may have been held for a while.
  CONTINUE,
  /// The answer carries an edit: of headers, body or trailers, of metadata, or of the route.
  MUTATED,
  /// The exchange was answered in place of the upstream.
  IMMEDIATE,
  /// A plugin failed before the answer; its fail strategy decided.
  FAILED
}
