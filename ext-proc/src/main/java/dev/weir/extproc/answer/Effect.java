package dev.weir.extproc.answer;

/// What an answer, or a part of one, makes of the exchange.
public enum Effect {
  /// The exchange goes on as it came. Bytes that were held may go on in another answer than the one
  /// to the message that they came in.
  NONE,
  /// The exchange goes on as another.
  EDIT;

  static Effect ofEdit(boolean edited) {
    return edited ? EDIT : NONE;
  }
}
