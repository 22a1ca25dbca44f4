package dev.weir.extproc.stream;

import dev.weir.extproc.answer.Answer;

/// What carries one stream. Called on the stream's lane.
public interface Transport {
  void send(Answer answer);

  /// What could be said has been said; another message may come if the stream wants more.
  void settled();

  /// Ends the stream well: the proxy asks no more and goes on by itself.
  void finish();

  /// Ends the stream because the proxy broke the protocol; the proxy applies its failure mode.
  void fail(String reason);
}
