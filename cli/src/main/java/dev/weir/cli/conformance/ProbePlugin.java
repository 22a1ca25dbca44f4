package dev.weir.cli.conformance;

import com.fasterxml.jackson.annotation.JsonProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A plugin that has the probe for its module.
///
/// @param spec what its document has beside what all have
record ProbePlugin(@JsonProperty("name") String name, @JsonProperty("spec") JsonNode spec) {
  /// The one that sees every request, where there is no other.
  static final ProbePlugin ONLY = new ProbePlugin("probe", JsonNodeFactory.instance.objectNode());

  /// The one that sees every TCP connection, where there is no other.
  static final ProbePlugin CONNECTIONS =
      new ProbePlugin("tcp", JsonNodeFactory.instance.objectNode().put("type", "NETWORK"));

  /// Whether it sees TCP connections: all of them, as there is only one such plugin.
  boolean forConnections() {
    return spec.path("type").asString("").equals("NETWORK");
  }

  /// The path of the requests that it sees, if it is one of several.
  String path() {
    return "/%s/".formatted(name);
  }

  /// Its document.
  ///
  /// @param template what all have
  ObjectNode document(ObjectNode template) {
    ObjectNode document = template.deepCopy();
    ((ObjectNode) document.required("metadata")).put("name", name);
    ObjectNode fields = (ObjectNode) document.required("spec");
    if (!equals(ONLY) && !forConnections()) {
      fields.putArray("traffic").addObject().putArray("pathPrefixes").add(path());
    }
    Overlay.merge(fields, spec);
    return document;
  }

  /// The same after a change.
  ProbePlugin with(JsonNode change) {
    ObjectNode changed = (ObjectNode) spec.deepCopy();
    Overlay.merge(changed, change);
    return new ProbePlugin(name, changed);
  }
}
