package dev.weir.extproc.answer;

import dev.weir.extproc.wire.ProxyMessage.Marks;
import dev.weir.extproc.wire.Slice;

/// Body bytes on their way to the proxy in a duplex mode.
public record BodyPiece(Slice bytes, boolean endOfStream, Marks marks) {
  public BodyPiece(Slice bytes, boolean endOfStream) {
    this(bytes, endOfStream, Marks.NONE);
  }

  BodyPiece first(int length) {
    return new BodyPiece(bytes.part(0, length), false, Marks.NONE);
  }

  /// What is left behind the first `from` bytes.
  public BodyPiece rest(int from) {
    return new BodyPiece(bytes.part(from, bytes.length() - from), endOfStream, marks);
  }
}
