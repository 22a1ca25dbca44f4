package dev.weir.extproc.answer;

import dev.weir.extproc.wire.Slice;

/// One `ProcessingResponse`, ready to be sent: bytes of its own and, behind them, body bytes that
/// were never copied. Made by turns and by nobody else.
public final class Answer {
  private final Kind kind;
  private final byte[] head;
  private final Slice tail;
  private final Effect effect;

  /// What an answer is, as metrics name it.
  public enum Kind {
    REQUEST_HEADERS,
    RESPONSE_HEADERS,
    REQUEST_BODY,
    RESPONSE_BODY,
    REQUEST_TRAILERS,
    RESPONSE_TRAILERS,
    IMMEDIATE,
    /// A piece of a local response that is too long for one message.
    STREAMED_REPLY,
    MORE_TIME,
    MODE_OVERRIDE,
    WINDOW_UPDATE
  }

  Answer(Kind kind, byte[] head, Slice tail, Effect effect) {
    this.kind = kind;
    this.head = head;
    this.tail = tail;
    this.effect = effect;
  }

  public Kind kind() {
    return kind;
  }

  /// Whether this only lets go of what the proxy holds, gives it its own bytes back, or asks it for
  /// something.
  public boolean changesNothing() {
    return effect == Effect.NONE;
  }

  /// Not to be written to.
  public byte[] head() {
    return head;
  }

  public Slice tail() {
    return tail;
  }

  public int length() {
    return head.length + tail.length();
  }
}
