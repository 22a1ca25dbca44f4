package dev.weir.cli.doctor;

import dev.weir.cli.user.UserError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What Envoy's `/config_dump` says: filters and routes wherever they stand (listeners, ECDS,
/// chains of filters, matchers), clusters, and Envoy's own version.
///
/// @param version as `1.40.0`; absent if the dump does not tell
/// @param clusters by name
record EnvoyDump(
    Optional<String> version,
    List<FoundFilter> filters,
    List<RouteSetting> routes,
    Map<String, Message> clusters) {
  /// Everything that Envoy serves stands in these too.
  private static final String BOOTSTRAP = "envoy.admin.v3.BootstrapConfigDump";

  private static final String CONNECTION_MANAGER =
      "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager";

  /// Routes that stand in a listener, which has been looked at.
  private static final String ROUTES_OF_LISTENERS = "static_route_configs";

  private static final Set<String> CLUSTERS =
      Set.of("static_clusters", "dynamic_active_clusters", "dynamic_warming_clusters");

  /// Configuration of a filter for a virtual host or a route.
  record RouteSetting(String where, String filter, Message config) {}

  EnvoyDump {
    filters = List.copyOf(filters);
    routes = List.copyOf(routes);
    clusters = Map.copyOf(clusters);
  }

  /// @param source what the text is, for messages
  /// @throws UserError if it is not a dump
  static EnvoyDump parse(String text, String source) {
    JsonNode root;
    try {
      root = JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      throw new UserError(
          "%s: not JSON (expected: what Envoy's /config_dump answers)".formatted(source), e);
    }
    List<Message> sections = new Message(root).list("configs");
    if (sections.isEmpty()) {
      throw new UserError(
          "%s: no 'configs' (expected: what Envoy's /config_dump answers)".formatted(source));
    }
    Walk walk = new Walk();
    Map<String, Message> clusters = new HashMap<>();
    Optional<String> version = Optional.empty();
    for (Message section : sections) {
      if (section.type().equals(BOOTSTRAP)) {
        version = version(section);
      } else {
        walk.into(section.json(), "", List.of());
        addClusters(section, clusters);
      }
    }
    return new EnvoyDump(version, walk.filters, walk.routes, clusters);
  }

  private static Optional<String> version(Message bootstrap) {
    Message version =
        bootstrap.at("bootstrap").at("node").at("user_agent_build_version").at("version");
    return version.isAbsent()
        ? Optional.empty()
        : Optional.of(
            "%d.%d.%d"
                .formatted(
                    version.number("major_number", 0),
                    version.number("minor_number", 0),
                    version.number("patch", 0)));
  }

  private static void addClusters(Message section, Map<String, Message> clusters) {
    for (String list : CLUSTERS) {
      for (Message entry : section.list(list)) {
        Message cluster = entry.at("cluster");
        clusters.put(cluster.text("name"), cluster);
      }
    }
  }

  /// Looks at every message, however deep, and remembers the names on the way.
  private static final class Walk {
    private final List<FoundFilter> filters = new ArrayList<>();
    private final List<RouteSetting> routes = new ArrayList<>();

    private void into(JsonNode node, String where, List<String> upgrades) {
      if (node.isArray()) {
        node.forEach(item -> into(item, where, upgrades));
      } else if (node.isObject()) {
        look(new Message(node), where, upgrades);
      }
    }

    private void look(Message message, String outer, List<String> upgrades) {
      String where = within(outer, message.text("name"));
      if (message.innerType().equals(FoundFilter.TYPE)) {
        String name = where.substring(where.lastIndexOf(' ') + 1);
        filters.add(new FoundFilter(where, name, message.unwrapped(), upgrades));
        return;
      }
      List<String> inner =
          message.type().equals(CONNECTION_MANAGER)
              ? message.list("upgrade_configs").stream().map(u -> u.text("upgrade_type")).toList()
              : upgrades;
      message
          .at("typed_per_filter_config")
          .json()
          .properties()
          .forEach(entry ->
              routes.add(new RouteSetting(where, entry.getKey(), new Message(entry.getValue()))));
      message.json().properties().stream()
          .filter(entry -> !entry.getKey().equals(ROUTES_OF_LISTENERS))
          .forEach(entry -> into(entry.getValue(), where, inner));
    }

    private static String within(String outer, String name) {
      return name.isEmpty() || outer.equals(name) || outer.endsWith(" " + name)
          ? outer
          : outer.isEmpty() ? name : outer + " > " + name;
    }
  }
}
