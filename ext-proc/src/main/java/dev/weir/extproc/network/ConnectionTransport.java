package dev.weir.extproc.network;

/// What carries one connection's stream. Called on the stream's lane.
public interface ConnectionTransport {
  /// Sends an answer.
  ///
  /// @param answer a serialized `ProcessingResponse`
  void send(byte[] answer);

  /// What could be said has been said; another message may come if the stream wants more.
  void settled();

  /// Ends the stream because the proxy broke the protocol; the proxy applies its failure mode.
  void fail(String reason);
}
