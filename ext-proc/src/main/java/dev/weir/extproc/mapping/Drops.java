package dev.weir.extproc.mapping;

/// Hears of edits that cannot reach the proxy.
@FunctionalInterface
public interface Drops {
  Drops IGNORED = reason -> {};

  void dropped(Reason reason);

  /// Why an edit is left out.
  enum Reason {
    /// The name is no HTTP field name.
    ILLEGAL_NAME,
    /// The value holds a line break or NUL.
    ILLEGAL_VALUE,
    /// `:status` is not 200..599.
    ILLEGAL_STATUS,
    /// Pseudo headers and `host` cannot be removed.
    NOT_REMOVABLE,
    /// A pseudo header stands once.
    NOT_REPEATABLE,
    /// The part of the message that it concerns has left.
    TOO_LATE,
    /// The proxy only shows the exchange.
    OBSERVED
  }
}
