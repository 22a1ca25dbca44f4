package dev.weir.extproc.wire;

/// The two halves of an exchange, which run independently: a response may start, and even end,
/// while the request is still on its way.
public enum Direction {
  REQUEST,
  RESPONSE
}
