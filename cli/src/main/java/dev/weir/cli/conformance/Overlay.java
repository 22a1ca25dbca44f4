package dev.weir.cli.conformance;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Documents of which a part is said anew.
public final class Overlay {
  private Overlay() {}

  /// Puts `overlay` over `tree`: objects are merged, anything else is replaced, null removes.
  public static void merge(ObjectNode tree, JsonNode overlay) {
    overlay
        .properties()
        .forEach(entry -> {
          JsonNode value = entry.getValue();
          if (value.isNull()) {
            tree.remove(entry.getKey());
          } else if (value.isObject() && tree.get(entry.getKey()) instanceof ObjectNode inner) {
            merge(inner, value);
          } else {
            tree.set(entry.getKey(), value.deepCopy());
          }
        });
  }
}
