package dev.weir.xds.compile;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Puts the slots into a listener: before the router of every HTTP connection manager, wherever in
/// the listener that stands; and for TCP connections where a filter has the slot's name and nothing
/// else. Works on the JSON form, so that configuration which the stubs do not know stays as it is.
final class SlotInsertion {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// The static cluster of a proxy's bootstrap.
  private static final String XDS_CLUSTER = "weir-xds";

  private static final List<String> NETWORK_TYPES =
      List.of(TypeUrls.NETWORK_EXT_PROC, TypeUrls.NETWORK_WASM, TypeUrls.NETWORK_RBAC);

  private final boolean filterChains;

  private SlotInsertion(EnvoyVersion version) {
    filterChains = version.knowsFilterChains();
  }

  /// Changes `listener` in place.
  static void apply(ObjectNode listener, EnvoyVersion version) {
    new SlotInsertion(version).visit(listener);
  }

  private void visit(JsonNode node) {
    if (node instanceof ObjectNode object) {
      String type = object.path("@type").asString("");
      if (type.equals(TypeUrls.HTTP_CONNECTION_MANAGER)) {
        insert(object);
      } else if (type.equals(TypeUrls.TYPED_STRUCT) || type.equals(TypeUrls.OLD_TYPED_STRUCT)) {
        visitStruct(object);
      } else if (isNetworkSlot(object)) {
        object.set("config_discovery", discovery(TypeUrls.NETWORK_RBAC, NETWORK_TYPES));
      }
    }
    node.forEach(this::visit);
  }

  private static boolean isNetworkSlot(ObjectNode filter) {
    return filter.size() == 1 && filter.path("name").asString("").equals(Position.NETWORK.slot());
  }

  private void visitStruct(ObjectNode struct) {
    String type = struct.path("type_url").asString(struct.path("typeUrl").asString(""));
    if (type.equals(TypeUrls.HTTP_CONNECTION_MANAGER)
        && struct.path("value") instanceof ObjectNode manager) {
      insert(manager);
    }
  }

  private void insert(ObjectNode manager) {
    String field = manager.has("httpFilters") ? "httpFilters" : "http_filters";
    if (!(manager.path(field) instanceof ArrayNode filters) || filters.isEmpty()) {
      return;
    }
    int at = filters.size() - 1;
    for (Position position : Position.OF_HTTP) {
      if (!isThere(filters, position)) {
        filters.insert(at, slot(position));
        at++;
      }
    }
  }

  /// Whoever wants a slot elsewhere in the chain puts it there himself.
  private static boolean isThere(ArrayNode filters, Position position) {
    for (JsonNode filter : filters) {
      if (filter.path("name").asString("").equals(position.slot())) {
        return true;
      }
    }
    return false;
  }

  /// A slot waits for its first content however long it takes, and denies where that content is
  /// refused: a filter that guards something is not to be skipped because it is late.
  private ObjectNode slot(Position position) {
    ObjectNode slot = JSON.objectNode().put("name", position.slot());
    slot.set("config_discovery", discovery(TypeUrls.RBAC, types()));
    return slot;
  }

  private static ObjectNode discovery(String rbac, List<String> content) {
    ObjectNode discovery = JSON.objectNode();
    discovery.set("config_source", source());
    ObjectNode deny = discovery.putObject("default_config").put("@type", rbac);
    deny.putObject("rules");
    if (rbac.equals(TypeUrls.NETWORK_RBAC)) {
      deny.put("stat_prefix", Position.NETWORK.slot().replace('.', '_'));
    }
    ArrayNode types = discovery.putArray("type_urls");
    content.forEach(types::add);
    return discovery;
  }

  /// Delta alone may name a cluster that came by CDS; and it alone keeps what is not mentioned.
  private static ObjectNode source() {
    ObjectNode source = JSON.objectNode().put("resource_api_version", "V3");
    source.put("initial_fetch_timeout", "0s");
    ObjectNode api =
        source
            .putObject("api_config_source")
            .put("api_type", "DELTA_GRPC")
            .put("transport_api_version", "V3")
            .put("set_node_on_first_message_only", true);
    api.putArray("grpc_services")
        .addObject()
        .putObject("envoy_grpc")
        .put("cluster_name", XDS_CLUSTER);
    return source;
  }

  /// Types that a slot may change to without a change of the listener. A type that the proxy does
  /// not know makes it refuse the listener.
  private List<String> types() {
    List<String> types =
        List.of(TypeUrls.EXT_PROC, TypeUrls.WASM, TypeUrls.WITH_MATCHER, TypeUrls.RBAC);
    if (!filterChains) {
      return types;
    }
    return java.util.stream.Stream.concat(
            types.stream(), java.util.stream.Stream.of(TypeUrls.FILTER_CHAIN))
        .toList();
  }
}
