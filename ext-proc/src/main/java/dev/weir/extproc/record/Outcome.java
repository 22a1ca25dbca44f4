package dev.weir.extproc.record;

/// What an answer did, and with its worst answer what a stream did.
public enum Outcome {
  /// Nothing was changed.
  CONTINUE,
  /// The answer carries an edit, or a piece of a streamed body.
  MUTATED,
  /// The exchange was answered in place of the upstream.
  IMMEDIATE,
  /// A plugin failed before the answer; its fail strategy decided.
  FAILED
}
