package dev.weir.proxywasm.property;

import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.context.Context;
import dev.weir.proxywasm.context.PluginContext;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.http.PropertyValue;
import java.util.List;
import java.util.Optional;

/// The properties that a context can read.
public final class Properties {
  private Properties() {}

  public static Optional<PropertyValue> find(Context context, List<String> path) {
    Optional<PropertyValue> own = ofPlugin(context.plugin(), path);
    if (own.isPresent() || !(context instanceof StreamContext stream)) {
      return own;
    }
    if (stream.plugin().strict() && ofGoneRequest(stream, path)) {
      return Optional.empty();
    }
    Optional<PropertyValue> ofHeaders = HeaderProperties.find(stream, path);
    return ofHeaders.isPresent() ? ofHeaders : stream.exchange().property(path);
  }

  /// Envoy lets go of the request with its headers.
  private static boolean ofGoneRequest(StreamContext stream, List<String> path) {
    return path.getFirst().equals("request")
        && stream.headers(MapType.HTTP_REQUEST_HEADERS).isEmpty();
  }

  private static Optional<PropertyValue> ofPlugin(PluginContext plugin, List<String> path) {
    if (path.size() != 1) {
      return Optional.empty();
    }
    return switch (path.getFirst()) {
      case "plugin_name" -> Optional.of(PropertyValue.Text.of(plugin.spec().name()));
      case "plugin_root_id" -> Optional.of(PropertyValue.Text.of(plugin.spec().rootId()));
      case "plugin_vm_id" -> Optional.of(PropertyValue.Text.of(plugin.spec().vmId()));
      default -> Optional.empty();
    };
  }
}
