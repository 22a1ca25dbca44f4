package dev.weir.proxywasm.http;

import dev.weir.proxywasm.Bytes;
import java.util.List;
import java.util.Optional;

/// The properties of one exchange or connection. Called on the lane that owns the plugin.
public interface PropertyStore {
  /// A property by the segments of its path. Plugin properties (`plugin_name`, …) never come here.
  Optional<PropertyValue> property(List<String> path);

  /// Stores a value for later readers, this plugin and others of the exchange or connection.
  void setProperty(List<String> path, Bytes value);
}
