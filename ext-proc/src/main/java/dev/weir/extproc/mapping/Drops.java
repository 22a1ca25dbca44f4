package dev.weir.extproc.mapping;

/// Hears of what plugins ask for and the proxy cannot be told.
@FunctionalInterface
public interface Drops {
  Drops IGNORED = reason -> {};

  void dropped(Reason reason);

  /// Why something that a plugin asked for is left out.
  enum Reason {
    ILLEGAL_NAME("a header whose name is no HTTP field name"),
    ILLEGAL_VALUE("a header whose value holds a line break or NUL"),
    ILLEGAL_STATUS(
        "':status' outside of 200 to 599, or 204 or 304 for a response whose body passes by"),
    FRAMING("a 'transfer-encoding', which belongs to the proxy as the content length does"),
    NOT_REMOVABLE("the removal of a pseudo header or of 'host'"),
    NOT_REPEATABLE("a pseudo header a second time"),
    TOO_MUCH("edits beyond 100 headers or 60 KiB (expected: no more than proxies take)"),
    TOO_LATE("an edit of a part of the message that had left (expected: an edit before that)"),
    PAUSE_IN_VAIN(
        "a pause in the headers for a body that comes behind them only; the plugin was resumed"
            + " (expected: body mode BUFFERED or FULL_DUPLEX_STREAMED, or allow_mode_override)"),
    TUNNEL(
        "the rest of an upgraded exchange, whose end a buffered body waits for"
            + " (expected: body mode STREAMED or FULL_DUPLEX_STREAMED, or allow_mode_override)"),
    REPLY_TOO_LATE(
        "a local response after the response's headers had left; the exchange was reset"),
    NO_BODY("the body of a response whose status a plugin made 204 or 304, which have none"),
    OBSERVED("edits in observability mode");

    private final String what;

    Reason(String what) {
      this.what = what;
    }

    /// What was left out, for people.
    public String what() {
      return what;
    }
  }
}
