package dev.weir.proxywasm.http;

import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.BufferType;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.abi.StreamType;
import java.util.Optional;

/// One HTTP exchange as one plugin of its chain sees it. Implemented by the transport; every method
/// is called on the lane that owns the plugin.
///
/// [#resume], [#sendLocalResponse], [#closeStream] and [#clearRouteCache] are called after the
/// guest has returned, never from inside it, and may call back into the stream context.
public interface HttpExchange extends PropertyStore {
  /// The map as this plugin may read it; empty while the message part has not arrived. Stays
  /// readable until the exchange ends.
  Optional<HeaderMap> headers(MapType map);

  /// Whether an edit of this map can still reach the proxy.
  boolean editable(MapType map);

  /// The request or response body visible to this plugin: during a body callback the chunk, or all
  /// that it holds back; else empty.
  Optional<BodyBuffer> body(BufferType buffer);

  /// The plugin lets go of what it held in this direction; `proxy_continue_stream`. Without effect
  /// when nothing is held.
  void resume(StreamType stream);

  /// `proxy_send_local_response`; the first one counts.
  void sendLocalResponse(LocalResponse response);

  /// `proxy_close_stream`: both ends see a reset.
  void closeStream(StreamType stream);

  /// The route is chosen again after the request headers.
  void clearRouteCache();

  /// The instance was retired while this exchange was in it, outside of its own callbacks. The
  /// stream context is dead; the plugin's fail strategy decides how the exchange goes on.
  void fail(PluginException failure);
}
