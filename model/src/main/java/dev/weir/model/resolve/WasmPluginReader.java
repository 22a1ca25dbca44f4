package dev.weir.model.resolve;

import dev.weir.model.CanonicalJson;
import dev.weir.model.Capabilities;
import dev.weir.model.Compatibility;
import dev.weir.model.FailStrategy;
import dev.weir.model.HeadersPause;
import dev.weir.model.Limits;
import dev.weir.model.Phase;
import dev.weir.model.Placement;
import dev.weir.model.PluginType;
import dev.weir.model.ResourceKey;
import dev.weir.model.Target;
import dev.weir.model.TrafficMatch;
import dev.weir.model.TrafficMatch.Condition;
import dev.weir.model.TrafficMatch.HeaderMatch;
import dev.weir.model.WasmPlugin;
import dev.weir.model.WasmPlugin.Configuration;
import dev.weir.model.WasmPlugin.Direction;
import dev.weir.model.WasmPlugin.EnvironmentVariable;
import dev.weir.model.WasmPlugin.Execution;
import dev.weir.model.WasmPlugin.ListenerMatch;
import dev.weir.model.WasmPlugin.MetadataNamespaces;
import dev.weir.model.WasmPlugin.Order;
import dev.weir.model.WasmPlugin.Scope;
import dev.weir.model.WasmPlugin.Vm;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Reads the `spec` of a WasmPlugin document that its schema has completed and found right.
final class WasmPluginReader {
  private WasmPluginReader() {}

  /// The plugin in `spec`.
  ///
  /// @param file the document's, for relative URLs
  static WasmPlugin read(ResourceKey key, JsonNode spec, Path file) {
    return new WasmPlugin(
        key,
        new Scope(
            target(spec),
            list(spec, "match", WasmPluginReader::listenerMatch),
            list(spec, "traffic", WasmPluginReader::trafficMatch)),
        ModuleReader.read(spec, file),
        configuration(spec),
        new Order(
            type(spec.get("type").asString()),
            phase(spec.get("phase").asString()),
            spec.get("priority").asInt()),
        execution(spec));
  }

  private static Target target(JsonNode spec) {
    List<Target.Reference> references =
        Stream.concat(
                spec.path("targetRefs").valueStream(),
                spec.has("targetRef") ? Stream.of(spec.get("targetRef")) : Stream.empty())
            .map(WasmPluginReader::reference)
            .toList();
    return references.isEmpty()
        ? selector(spec.path("selector"))
        : new Target.References(references);
  }

  private static Target.Reference reference(JsonNode reference) {
    return new Target.Reference(
        text(reference, "group").orElse(""),
        reference.get("kind").asString(),
        reference.get("name").asString());
  }

  /// The labels of a selector of either kind.
  static Target.Selector selector(JsonNode selector) {
    SortedMap<String, String> labels = new TreeMap<>();
    selector.path("matchLabels").forEachEntry((key, value) -> labels.put(key, value.asString()));
    return new Target.Selector(labels);
  }

  private static ListenerMatch listenerMatch(JsonNode match) {
    return new ListenerMatch(
        switch (match.get("mode").asString()) {
          case "CLIENT" -> Direction.CLIENT;
          case "SERVER" -> Direction.SERVER;
          default -> Direction.CLIENT_AND_SERVER;
        },
        new TreeSet<>(list(match, "ports", port -> port.get("number").asInt())));
  }

  private static TrafficMatch trafficMatch(JsonNode match) {
    return new TrafficMatch(
        list(match, "hosts", host -> host.asString().toLowerCase(Locale.ROOT)),
        list(match, "pathPrefixes", JsonNode::asString),
        list(match, "methods", JsonNode::asString),
        list(match, "headers", WasmPluginReader::headerMatch));
  }

  private static HeaderMatch headerMatch(JsonNode match) {
    Condition condition =
        match.has("present")
            ? new Condition.Present(match.get("present").booleanValue())
            : text(match, "exact")
                .<Condition>map(Condition.Exact::new)
                .orElseGet(() -> new Condition.Prefix(match.get("prefix").asString()));
    return new HeaderMatch(match.get("name").asString().toLowerCase(Locale.ROOT), condition);
  }

  private static Configuration configuration(JsonNode spec) {
    return new Configuration(
        text(spec, "pluginName").orElse(""),
        json(spec, "pluginConfig"),
        vm(spec.path("vmConfig")),
        namespaces(spec.path("dynamicMetadata")));
  }

  private static MetadataNamespaces namespaces(JsonNode settings) {
    return new MetadataNamespaces(
        list(settings, "namespaces", JsonNode::asString),
        list(settings, "typedNamespaces", JsonNode::asString));
  }

  private static Vm vm(JsonNode settings) {
    return new Vm(
        text(settings, "vmId").orElse(""),
        json(settings, "configuration"),
        list(settings, "env", WasmPluginReader::variable));
  }

  private static String json(JsonNode object, String field) {
    return object.has(field) ? CanonicalJson.write(object.get(field)) : "";
  }

  private static EnvironmentVariable variable(JsonNode variable) {
    String name = variable.get("name").asString();
    return variable.get("valueFrom").asString().equals("HOST")
        ? new EnvironmentVariable.Host(name)
        : new EnvironmentVariable.Inline(name, text(variable, "value").orElse(""));
  }

  private static PluginType type(String type) {
    return type.equals("UNSPECIFIED_PLUGIN_TYPE") ? PluginType.HTTP : PluginType.valueOf(type);
  }

  private static Phase phase(String phase) {
    return phase.equals("UNSPECIFIED_PHASE") ? Phase.UNSPECIFIED : Phase.valueOf(phase);
  }

  private static Execution execution(JsonNode spec) {
    return new Execution(
        Placement.valueOf(spec.get("placement").asString().toUpperCase(Locale.ROOT)),
        Compatibility.valueOf(spec.get("compatibility").asString().toUpperCase(Locale.ROOT)),
        HeadersPause.valueOf(spec.get("headersPause").asString().toUpperCase(Locale.ROOT)),
        FailStrategy.valueOf(spec.get("failStrategy").asString()),
        limits(spec.get("limits")),
        spec.has("capabilities")
            ? new Capabilities.Only(new TreeSet<>(list(spec, "capabilities", JsonNode::asString)))
            : new Capabilities.Unrestricted(),
        list(spec, "upstreams", UpstreamReader::read));
  }

  private static Limits limits(JsonNode limits) {
    return new Limits(
        new Limits.Instance(
            Quantities.duration(limits.get("callback").asString()),
            Quantities.duration(limits.get("start").asString()),
            bytes(limits, "memory"),
            limits.get("stack").asInt()),
        new Limits.Traffic(
            bytes(limits, "heldBody"),
            limits.get("callouts").asInt(),
            Quantities.perSecond(limits.get("logRate").asString()),
            bytes(limits, "headerBytes"),
            bytes(limits, "propertyBytes")),
        shared(limits));
  }

  private static Limits.Shared shared(JsonNode limits) {
    return new Limits.Shared(
        bytes(limits, "sharedData"),
        limits.get("sharedDataKeys").asInt(),
        new Limits.Queues(
            limits.get("queues").asInt(),
            limits.get("queueLength").asInt(),
            bytes(limits, "queueBytes")),
        limits.get("metrics").asInt());
  }

  private static long bytes(JsonNode limits, String field) {
    return Quantities.bytes(limits.get(field).asString());
  }

  private static <T> List<T> list(JsonNode object, String field, Function<JsonNode, T> element) {
    return object.path(field).valueStream().map(element).toList();
  }

  private static Optional<String> text(JsonNode object, String field) {
    return object.has(field) ? Optional.of(object.get(field).asString()) : Optional.empty();
  }
}
