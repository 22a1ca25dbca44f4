package dev.weir.proxywasm.context;

import dev.weir.proxywasm.abi.DataAction;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.abi.TrailersAction;

/// One plugin's context for one HTTP exchange. Touched only on the plugin's lane.
///
/// Each callback reads headers and body from the exchange it was opened with. A callback that the
/// module does not export answers CONTINUE without touching the VM. Each throws a `PluginException`
/// when the plugin fails in it, or has failed before.
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class StreamContext {
  private StreamContext() {}

  public HeadersAction onRequestHeaders(boolean endOfStream) {
    throw new UnsupportedOperationException("being written");
  }

  public DataAction onRequestBody(boolean endOfStream) {
    throw new UnsupportedOperationException("being written");
  }

  public TrailersAction onRequestTrailers() {
    throw new UnsupportedOperationException("being written");
  }

  public HeadersAction onResponseHeaders(boolean endOfStream) {
    throw new UnsupportedOperationException("being written");
  }

  public DataAction onResponseBody(boolean endOfStream) {
    throw new UnsupportedOperationException("being written");
  }

  public TrailersAction onResponseTrailers() {
    throw new UnsupportedOperationException("being written");
  }

  /// The exchange ended: log, done, delete, as Envoy orders them. Never throws; a second call has
  /// no effect.
  public void close() {
    throw new UnsupportedOperationException("being written");
  }
}
