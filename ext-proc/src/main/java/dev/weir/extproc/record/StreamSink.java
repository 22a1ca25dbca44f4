package dev.weir.extproc.record;

import dev.weir.extproc.answer.Answer;

/// Takes what becomes of streams. Called on lanes; must not block.
public interface StreamSink {
  /// An answer left.
  ///
  /// @param nanos since the message that it answers came
  default void answered(StreamRecord stream, Answer.Kind kind, Outcome outcome, long nanos) {}

  /// The stream is over; nobody writes to its record any more.
  void ended(StreamRecord stream);

  /// Whether it reads what each plugin did on this stream; asked when the first message is here.
  default boolean readsPlugins(StreamRecord stream) {
    return false;
  }

  /// Whether it reads what the exchange was, and not only what became of it.
  default boolean readsExchange() {
    return true;
  }
}
