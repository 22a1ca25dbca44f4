package dev.weir.proxywasm.context;

import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.http.HeaderMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a guest knows by a context id: a plugin, or one of its streams.
public abstract sealed class Context permits PluginContext, StreamContext {
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

  /// A header map as the plugin may read it from this context now.
  public abstract Optional<HeaderMap> headers(MapType map);

  /// The map if an edit of it can still reach the proxy.
  public abstract Optional<HeaderMap> editable(MapType map);

  /// Whether the access log callback runs.
  public abstract boolean logging();
}
