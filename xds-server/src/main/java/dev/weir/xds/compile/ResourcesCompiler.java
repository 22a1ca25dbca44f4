package dev.weir.xds.compile;

import com.google.protobuf.Message;
import dev.weir.model.EnvoyResources;
import dev.weir.model.document.Document;
import dev.weir.model.document.Problem;
import dev.weir.model.document.Source;
import dev.weir.xds.host.ExtProcCluster;
import dev.weir.xds.stream.Resource;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An EnvoyResources document to the resources that a proxy of some version gets.
public final class ResourcesCompiler {
  private static final Pattern UNKNOWN_FIELD =
      Pattern.compile("Cannot find field: (\\S+) in message");

  private final EnvoyJson json = new EnvoyJson();
  private final EnvoyVersion version;
  private final Source source;
  private final List<Problem> problems = new ArrayList<>();

  private ResourcesCompiler(EnvoyVersion version, Source source) {
    this.version = version;
    this.source = source;
  }

  /// The outcome of a compilation.
  public sealed interface Outcome {
    /// Resources by type URL and name, in the document's order.
    record Compiled(Map<String, Map<String, Resource>> resources) implements Outcome {}

    /// Nothing of the document is served.
    record Refused(List<Problem> problems) implements Outcome {}
  }

  /// Compiles `resources`, which stand at `source`.
  public static Outcome compile(EnvoyResources resources, Source source, EnvoyVersion version) {
    return new ResourcesCompiler(version, source).compile(resources);
  }

  /// Compiles the resources of a valid document of that kind.
  public static Outcome compile(Document.Valid document, EnvoyVersion version) {
    return compile((EnvoyResources) document.resource(), document.source(), version);
  }

  private Outcome compile(EnvoyResources document) {
    Map<String, Map<String, Resource>> resources = new LinkedHashMap<>();
    for (EnvoyResources.Entry entry : document.resources()) {
      compile(entry)
          .ifPresent(resource ->
              resources
                  .computeIfAbsent(typeUrl(entry), _ -> new LinkedHashMap<>())
                  .put(resource.name(), resource));
    }
    return problems.isEmpty() ? new Outcome.Compiled(resources) : new Outcome.Refused(problems);
  }

  private Optional<Resource> compile(EnvoyResources.Entry entry) {
    if (entry.name().equals(ExtProcCluster.NAME)) {
      problems.add(
          source.problem(
              entry.path(),
              "name: '%s' (expected: another name, this one is Weir's own)"
                  .formatted(entry.name())));
      return Optional.empty();
    }
    Message.Builder message = message(entry.section());
    try {
      json.read(content(entry), message);
    } catch (EnvoyJson.Malformed e) {
      problems.add(problem(entry, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
    return Optional.of(Contents.resource(entry.name(), message.build()));
  }

  private JsonNode content(EnvoyResources.Entry entry) {
    if (entry.section() != EnvoyResources.Section.LISTENERS
        || !(entry.content().deepCopy() instanceof ObjectNode listener)) {
      return entry.content();
    }
    SlotInsertion.apply(listener, version);
    return listener;
  }

  private static Message.Builder message(EnvoyResources.Section section) {
    return switch (section) {
      case LISTENERS -> Listener.newBuilder();
      case ROUTES -> RouteConfiguration.newBuilder();
      case CLUSTERS -> Cluster.newBuilder();
      case ENDPOINTS -> ClusterLoadAssignment.newBuilder();
      case SECRETS -> Secret.newBuilder();
    };
  }

  private static String typeUrl(EnvoyResources.Entry entry) {
    return TypeUrls.of(message(entry.section()).getDescriptorForType());
  }

  /// The parser names a field but not where it stands.
  private Problem problem(EnvoyResources.Entry entry, String message) {
    Matcher unknown = UNKNOWN_FIELD.matcher(message);
    if (!unknown.find()) {
      return source.problem(entry.path(), message);
    }
    String field = unknown.group(1);
    String path = find(entry.content(), field, entry.path()).orElse(entry.path());
    return source.problem(path, message);
  }

  private static Optional<String> find(JsonNode node, String field, String path) {
    if (node.has(field)) {
      return Optional.of(path + "." + field);
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        Optional<String> found = find(node.get(i), field, path + "[" + i + "]");
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }
    for (Map.Entry<String, JsonNode> child : node.properties()) {
      Optional<String> found = find(child.getValue(), field, path + "." + child.getKey());
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
