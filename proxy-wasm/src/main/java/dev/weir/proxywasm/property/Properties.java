package dev.weir.proxywasm.property;

import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.context.Context;
import dev.weir.proxywasm.context.PluginContext;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.http.PropertyStore;
import dev.weir.proxywasm.http.PropertyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The properties that a context can read.
public final class Properties {
  /// Names that were roots of their own once, and that examples of SDKs still ask for.
  private static final Set<String> MOVED_UNDER_XDS =
      Set.of(
          "node",
          "cluster_name",
          "cluster_metadata",
          "route_name",
          "route_metadata",
          "listener_direction",
          "listener_metadata",
          "upstream_host_metadata");

  /// What Envoy reads from the request headers, below `request`.
  private static final Set<String> OF_REQUEST_HEADERS =
      Set.of(
          "headers",
          "path",
          "url_path",
          "query",
          "host",
          "scheme",
          "method",
          "referer",
          "useragent",
          "id",
          "total_size");

  private Properties() {}

  public static Optional<PropertyValue> find(Context context, List<String> path) {
    Optional<PropertyValue> own = ofPlugin(context.plugin(), path);
    if (own.isPresent() || context.properties().isEmpty()) {
      return own;
    }
    PropertyStore store = context.properties().get();
    return context instanceof StreamContext stream
        ? ofStream(stream, store, path)
        : ofTransport(context.plugin(), store, path);
  }

  private static Optional<PropertyValue> ofStream(
      StreamContext stream, PropertyStore store, List<String> path) {
    if (stream.plugin().strict() && isGone(stream, path)) {
      return Optional.empty();
    }
    Optional<PropertyValue> ofHeaders = HeaderProperties.find(stream, path);
    return ofHeaders.isPresent() ? ofHeaders : ofTransport(stream.plugin(), store, path);
  }

  private static Optional<PropertyValue> ofTransport(
      PluginContext plugin, PropertyStore store, List<String> path) {
    Optional<PropertyValue> found = store.property(path);
    if (found.isPresent()) {
      return found;
    }
    if (path.equals(List.of("connection_id"))) {
      return store.property(List.of("connection", "id"));
    }
    return plugin.strict() || !MOVED_UNDER_XDS.contains(path.getFirst())
        ? Optional.empty()
        : store.property(underXds(path));
  }

  private static List<String> underXds(List<String> path) {
    List<String> moved = new ArrayList<>(path);
    moved.addFirst("xds");
    return moved;
  }

  /// Envoy lets go of a map after its callback, and of what it would read from it.
  private static boolean isGone(StreamContext stream, List<String> path) {
    if (path.size() < 2) {
      return false;
    }
    String leaf = path.get(1);
    return switch (path.getFirst()) {
      case "request" ->
          OF_REQUEST_HEADERS.contains(leaf)
              && stream.view().headersForProperties(MapType.HTTP_REQUEST_HEADERS).isEmpty();
      case "response" ->
          (leaf.equals("headers")
                  && stream.view().headersForProperties(MapType.HTTP_RESPONSE_HEADERS).isEmpty())
              || (leaf.equals("trailers")
                  && stream.view().headersForProperties(MapType.HTTP_RESPONSE_TRAILERS).isEmpty());
      default -> false;
    };
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
