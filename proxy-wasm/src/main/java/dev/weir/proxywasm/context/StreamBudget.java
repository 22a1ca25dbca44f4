package dev.weir.proxywasm.context;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.Limit;
import dev.weir.proxywasm.PluginLimits;
import dev.weir.proxywasm.http.PropertyStore;
import java.util.List;

/// What one plugin may still write in one exchange or connection. What it writes twice counts
/// twice: the host keeps both until that ends.
final class StreamBudget {
  private final PluginContext plugin;
  private final PluginLimits.Traffic limits;
  private long headerBytes;
  private long propertyBytes;

  StreamBudget(PluginContext plugin) {
    this.plugin = plugin;
    this.limits = plugin.spec().limits().traffic();
  }

  /// @param present bytes of the map before
  boolean takeHeaderBytes(long present, long bytes) {
    if (Math.max(present, headerBytes) + bytes > limits.headerBytes()) {
      return false;
    }
    headerBytes += bytes;
    return true;
  }

  /// Stores the value; dropped and counted if it is too much.
  void setProperty(PropertyStore store, List<String> path, Bytes value) {
    long bytes = value.length();
    for (String segment : path) {
      bytes += segment.length();
    }
    if (takePropertyBytes(bytes)) {
      store.setProperty(path, value);
    } else {
      plugin.limitReached(Limit.PROPERTY_BYTES);
    }
  }

  private boolean takePropertyBytes(long bytes) {
    if (propertyBytes + bytes > limits.propertyBytes()) {
      return false;
    }
    propertyBytes += bytes;
    return true;
  }
}
