package dev.weir.proxywasm.context;

import dev.weir.proxywasm.PluginLimits;

/// What one plugin may still write in one exchange. What it writes twice counts twice: the host
/// keeps both until the exchange ends.
final class StreamBudget {
  private final PluginLimits.Traffic limits;
  private long headerBytes;
  private long propertyBytes;

  StreamBudget(PluginLimits.Traffic limits) {
    this.limits = limits;
  }

  boolean takeHeaderBytes(long bytes) {
    if (headerBytes + bytes > limits.headerBytes()) {
      return false;
    }
    headerBytes += bytes;
    return true;
  }

  boolean takePropertyBytes(long bytes) {
    if (propertyBytes + bytes > limits.propertyBytes()) {
      return false;
    }
    propertyBytes += bytes;
    return true;
  }
}
