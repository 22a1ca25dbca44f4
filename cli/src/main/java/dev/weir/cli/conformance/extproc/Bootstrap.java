package dev.weir.cli.conformance.extproc;

import dev.weir.cli.conformance.Overlay;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An Envoy's whole configuration: one listener for each mode.
final class Bootstrap {
  private static final String HTTP_OPTIONS =
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  private final ObjectNode envoy;
  private final ObjectNode listener;
  private final ObjectNode filter;

  private Bootstrap(ObjectNode parts) {
    this.envoy = (ObjectNode) parts.required("envoy");
    this.listener = (ObjectNode) parts.required("listener");
    this.filter = (ObjectNode) parts.required("filter");
  }

  /// In JSON.
  static String of(List<Mode> modes, int upstream, int host) throws IOException {
    String text =
        Resource.text("envoy.yaml")
            .replace("UPSTREAM_PORT", Integer.toString(upstream))
            .replace("HOST_PORT", Integer.toString(host));
    Bootstrap bootstrap = new Bootstrap(Resource.tree(text));
    modes.forEach(bootstrap::add);
    return bootstrap.envoy.toString();
  }

  private void add(Mode mode) {
    ObjectNode added = listener.deepCopy();
    added.put("name", mode.name());
    Overlay.merge(added, mode.listener());
    ObjectNode manager =
        (ObjectNode) added.at("/filter_chains/0/filters/0").required("typed_config");
    manager.put("stat_prefix", mode.name());
    Overlay.merge(manager, mode.manager());
    ObjectNode route = (ObjectNode) manager.at("/route_config/virtual_hosts/0/routes/0");
    Overlay.merge(route, mode.route());
    switch (mode.place()) {
      case LISTENER -> insert(mode, (ArrayNode) manager.required("http_filters"));
      case UPSTREAM -> ((ObjectNode) route.required("route")).put("cluster", addCluster(mode));
    }
    ((ArrayNode) envoy.at("/static_resources/listeners")).add(added);
  }

  /// A copy of the upstream's cluster with the filters in it.
  private String addCluster(Mode mode) {
    ArrayNode clusters = (ArrayNode) envoy.at("/static_resources/clusters");
    ObjectNode cluster = (ObjectNode) clusters.get(0).deepCopy();
    String name = "upstream-" + mode.name();
    cluster.put("name", name);
    JsonNode options = cluster.required("typed_extension_protocol_options").required(HTTP_OPTIONS);
    insert(mode, (ArrayNode) options.required("http_filters"));
    clusters.add(cluster);
    return name;
  }

  /// Before the last filter, which is the terminal one.
  private void insert(Mode mode, ArrayNode filters) {
    for (int i = 0; i < mode.filters().size(); i++) {
      ObjectNode added = filter.deepCopy();
      ObjectNode config = (ObjectNode) added.required("typed_config");
      added.put("name", i == 0 ? "ext_proc" : "ext_proc_second");
      Overlay.merge(config, mode.filters().get(i));
      putTerms(mode, (ObjectNode) config.required("grpc_service"));
      filters.insert(filters.size() - 1, added);
    }
  }

  private static void putTerms(Mode mode, ObjectNode service) {
    Map<String, String> terms = new TreeMap<>();
    terms.put("message-timeout", "2000");
    terms.putAll(mode.terms());
    String all =
        terms.entrySet().stream()
            .map(term -> term.getKey() + "=" + term.getValue())
            .collect(Collectors.joining(","));
    ArrayNode entries = service.putArray("initial_metadata");
    entries.addObject().put("key", "weir-chain").put("value", mode.chain());
    entries.addObject().put("key", "weir-terms").put("value", all);
  }
}
