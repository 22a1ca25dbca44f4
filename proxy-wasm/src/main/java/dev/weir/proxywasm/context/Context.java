package dev.weir.proxywasm.context;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.BufferType;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.http.BodyBuffer;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.PropertyStore;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a guest knows by a context id: a plugin, or one of its HTTP streams or TCP connections.
public abstract sealed class Context permits PluginContext, TrafficContext {
  private final int id;
  private @Nullable DeclaredProperties declared;

  Context(int id) {
    this.id = id;
  }

  public final int id() {
    return id;
  }

  /// The plugin that this context is, or belongs to.
  public abstract PluginContext plugin();

  /// The properties that were declared from this context.
  public final DeclaredProperties declared() {
    if (declared == null) {
      declared = new DeclaredProperties();
    }
    return declared;
  }

  /// What the properties of a stream or connection are kept in; empty for a plugin's own context.
  public abstract Optional<PropertyStore> properties();

  /// `proxy_set_property`; dropped and counted if it is too much. Without effect on a plugin's own
  /// context.
  public abstract void setProperty(List<String> path, Bytes value);

  /// The bytes of the stream or connection as the plugin may see and change them now.
  public abstract Optional<BodyBuffer> body(BufferType type);

  /// A header map as the plugin may read it from this context now.
  public abstract Optional<HeaderMap> headers(MapType map);

  /// The map if an edit of it can still reach the proxy.
  public abstract Optional<HeaderMap> editable(MapType map);

  /// Whether the access log callback runs.
  public abstract boolean logging();

  /// The VM failed in another call than one of this context.
  abstract void fail(PluginException failure);
}
