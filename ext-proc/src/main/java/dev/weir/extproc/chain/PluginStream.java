package dev.weir.extproc.chain;

import dev.weir.extproc.wire.Direction;
import dev.weir.proxywasm.abi.DataAction;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.abi.TrailersAction;

/// One plugin's side of one exchange. Callbacks throw a `PluginException` when the plugin fails.
public interface PluginStream {
  HeadersAction onHeaders(Direction direction, boolean endOfStream);

  DataAction onBody(Direction direction, boolean endOfStream);

  TrailersAction onTrailers(Direction direction);

  /// The exchange is over; called once.
  void close();
}
