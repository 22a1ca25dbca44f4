package dev.weir.extproc.answer;

import dev.weir.extproc.wire.Slice;

/// What becomes of a body message that the proxy showed us.
public sealed interface BodyChange {
  BodyChange KEEP = new Keep();
  BodyChange CLEAR = new Clear();

  /// The bytes go on as they are.
  record Keep() implements BodyChange {}

  /// The bytes are dropped.
  record Clear() implements BodyChange {}

  /// Other bytes go on in their place; there may be more of them.
  record Replace(Slice bytes) implements BodyChange {}

  /// The change that puts `bytes`, of any length, in place of the message's own.
  static BodyChange replace(Slice bytes) {
    return bytes.isEmpty() ? CLEAR : new Replace(bytes);
  }
}
