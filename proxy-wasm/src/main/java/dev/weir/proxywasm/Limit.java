package dev.weir.proxywasm;

/// One bound of `PluginLimits`, by its key in a plugin's document.
public enum Limit {
  CALLBACK("callback"),
  START("start"),
  MEMORY("memory"),
  STACK("stack"),
  HELD_BODY("heldBody"),
  CALLOUTS("callouts"),
  LOG_RATE("logRate"),
  HEADER_BYTES("headerBytes"),
  PROPERTY_BYTES("propertyBytes"),
  SHARED_DATA("sharedData"),
  SHARED_DATA_KEYS("sharedDataKeys"),
  QUEUES("queues"),
  QUEUE_LENGTH("queueLength"),
  QUEUE_BYTES("queueBytes"),
  METRICS("metrics");

  private final String key;

  Limit(String key) {
    this.key = key;
  }

  /// The name below `limits` in a document.
  public String key() {
    return key;
  }

  /// As messages name it: `limits.callback`.
  @Override
  public String toString() {
    return "limits." + key;
  }
}
