package dev.weir.extproc.answer;

import dev.weir.extproc.wire.ProxyMessage.Marks;
import dev.weir.extproc.wire.Slice;

/// Body bytes on their way to the proxy in a duplex mode.
public record BodyPiece(Slice bytes, boolean endOfStream, Marks marks, Effect effect) {
  public BodyPiece(Slice bytes, boolean endOfStream) {
    this(bytes, endOfStream, Marks.NONE);
  }

  public BodyPiece(Slice bytes, boolean endOfStream, Marks marks) {
    this(bytes, endOfStream, marks, Effect.NONE);
  }

  /// The same piece, with this effect.
  public BodyPiece with(Effect other) {
    return new BodyPiece(bytes, endOfStream, marks, other);
  }

  BodyPiece first(int length) {
    return new BodyPiece(bytes.part(0, length), false, Marks.NONE, effect);
  }

  /// What is left behind the first `from` bytes.
  public BodyPiece rest(int from) {
    return new BodyPiece(bytes.part(from, bytes.length() - from), endOfStream, marks, effect);
  }
}
