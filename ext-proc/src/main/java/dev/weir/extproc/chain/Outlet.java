package dev.weir.extproc.chain;

import dev.weir.extproc.wire.Slice;

/// Where one direction of an exchange goes on: to the next plugin, or out of the chain.
///
/// Calls come in the order of an HTTP message: headers once, body any number of times, trailers at
/// most once. `endOfStream` is true in exactly one call unless trailers end the message.
public interface Outlet {
  void headers(boolean endOfStream);

  void body(Slice bytes, boolean endOfStream);

  void trailers();
}
