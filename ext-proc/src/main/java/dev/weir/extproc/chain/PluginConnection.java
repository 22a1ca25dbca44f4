package dev.weir.extproc.chain;

import dev.weir.proxywasm.abi.NetworkAction;
import dev.weir.proxywasm.abi.PeerType;
import dev.weir.proxywasm.abi.StreamType;

/// One plugin's side of one TCP connection. Callbacks throw a `PluginException` when the plugin
/// fails.
public interface PluginConnection {
  NetworkAction onNewConnection();

  /// A piece of what one end sends is there to be seen.
  ///
  /// @param from `DOWNSTREAM` or `UPSTREAM`
  NetworkAction onData(StreamType from, boolean endOfStream);

  void onDownstreamClose(PeerType peer);

  void onUpstreamClose(PeerType peer);

  /// The connection is over; called once.
  void close();
}
