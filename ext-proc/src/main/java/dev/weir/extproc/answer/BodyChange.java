package dev.weir.extproc.answer;

import dev.weir.extproc.wire.Slice;

/// What becomes of a body message that the proxy showed us.
public sealed interface BodyChange {
  BodyChange KEEP = new Keep();
  BodyChange CLEAR = new Clear(Effect.EDIT);

  /// The bytes wait for a later answer to go on with.
  BodyChange LATER = new Clear(Effect.NONE);

  /// Whether this makes another body, or only moves its bytes.
  Effect effect();

  /// The bytes go on as they are.
  record Keep() implements BodyChange {
    @Override
    public Effect effect() {
      return Effect.NONE;
    }
  }

  /// The bytes are dropped.
  record Clear(Effect effect) implements BodyChange {}

  /// Other bytes go on in their place; there may be more of them.
  record Replace(Slice bytes, Effect effect) implements BodyChange {}

  /// The change that puts `bytes`, of any length, in place of the message's own.
  static BodyChange replace(Slice bytes, Effect effect) {
    return bytes.isEmpty() ? new Clear(effect) : new Replace(bytes, effect);
  }
}
