package dev.weir.proxywasm.tcp;

import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.StreamType;
import dev.weir.proxywasm.http.BodyBuffer;
import dev.weir.proxywasm.http.PropertyStore;
import java.util.Optional;

/// One TCP connection between a client (downstream) and a server (upstream) as one plugin of its
/// chain sees it. Implemented by the transport; every method is called on the lane that owns the
/// plugin.
///
/// [#resume] and [#close] are called after the guest has returned, never from inside it, and may
/// call back into the connection context.
public interface TcpConnection extends PropertyStore {
  /// The bytes visible to this plugin: during a data callback those that arrived, together with all
  /// that it holds back; between callbacks what it holds back.
  ///
  /// @param from `DOWNSTREAM` or `UPSTREAM`
  /// @return empty if there are none that the plugin may see
  Optional<BodyBuffer> data(StreamType from);

  /// The plugin lets go of what it held back; `proxy_continue_stream`. Without effect when nothing
  /// is held.
  ///
  /// @param from `DOWNSTREAM` or `UPSTREAM`
  void resume(StreamType from);

  /// `proxy_close_stream`: what has passed the plugins is flushed, then both ends see the
  /// connection closed.
  void close();

  /// The instance was retired while this connection was in it, outside of its own callbacks. The
  /// connection context is dead; the plugin's fail strategy decides how the connection goes on.
  void fail(PluginException failure);
}
