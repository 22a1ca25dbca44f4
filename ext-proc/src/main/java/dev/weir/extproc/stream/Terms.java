package dev.weir.extproc.stream;

/// What the proxy's filter allows, as far as it is known: the protocol does not tell.
public record Terms(
    Timeouts timeouts, Overrides overrides, LongReplies longReplies, Requests requests) {
  public static final Terms UNKNOWN =
      new Terms(Timeouts.UNKNOWN, Overrides.REFUSED, LongReplies.WHOLE, Requests.UNKNOWN);

  /// Whether an answer may change which parts of the exchange are sent (`allow_mode_override`).
  public enum Overrides {
    REFUSED,
    /// In the answer to headers.
    WITH_HEADERS,
    /// In a message of its own before that, too: Envoy from 1.40 on.
    BEFORE_HEADERS
  }

  /// Whether the headers of every request that reaches the filter are sent.
  public enum Requests {
    UNKNOWN,
    /// A stream that begins with a response is one of a request that an earlier filter answered.
    SENT
  }

  /// Whether a local response may be sent in pieces (`streamed_immediate_response`).
  public enum LongReplies {
    WHOLE,
    /// Envoy from 1.37 on.
    STREAMED
  }
}
