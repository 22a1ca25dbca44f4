package dev.weir.extproc.answer;

import dev.weir.extproc.wire.Slice;

/// The body of one direction in a duplex mode: the proxy has handed it over for good, and what is
/// written here takes its place, in any number of messages.
public final class BodyStream {
  /// Several proxies accept messages up to 64 KiB only; this leaves room for the rest of the
  /// message.
  private static final int MAX_BYTES = 62_000;

  private final Side side;

  BodyStream(Side side) {
    this.side = side;
  }

  /// Sends `bytes` on; the headers must have been answered. With `endOfStream` nothing may follow.
  public void write(Slice bytes, boolean endOfStream) {
    int from = 0;
    while (bytes.length() - from > MAX_BYTES) {
      side.stream(bytes.part(from, MAX_BYTES), false);
      from += MAX_BYTES;
    }
    if (from < bytes.length() || endOfStream) {
      side.stream(bytes.part(from, bytes.length() - from), endOfStream);
    }
  }
}
