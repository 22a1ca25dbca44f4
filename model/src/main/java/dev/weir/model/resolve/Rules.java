package dev.weir.model.resolve;

import dev.weir.model.Limits;
import dev.weir.model.Upstream.Bounds;
import dev.weir.model.schema.Violation;
import dev.weir.model.yaml.FieldPath;
import dev.weir.model.yaml.Quoted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What a schema cannot say: the definitions' expressions in CEL, which are mirrored here word by
/// word because files have no evaluator for them, and the bounds of durations and sizes.
///
/// Reads documents that the schema has found right.
final class Rules {
  static final String ONE_TARGET = "at most one of selector, targetRef and targetRefs";
  static final String LABEL_KEYS = "a label key is neither empty nor has wildcards";
  static final String SCHEMES = "file://, http://, https:// or oci://, or no scheme";
  static final String INLINE_VALUE = "a value is given only with valueFrom INLINE";
  static final String ONE_CONDITION = "exactly one of exact, prefix and present";
  static final String NO_TRAFFIC = "no traffic with type NETWORK";
  static final String NO_METADATA = "no dynamicMetadata with type NETWORK";
  static final String CERTIFICATE_AND_KEY = "both certificateFile and keyFile, or neither";

  private static final Pattern KNOWN_SCHEME = Pattern.compile("(file|http|https|oci)://.+");
  private static final Pattern ANY_SCHEME =
      Pattern.compile("((file|http|https|oci):|[a-zA-Z][a-zA-Z0-9+.-]*://).*");
  private static final int MAX_PORT = 65_535;

  private final JsonNode spec;
  private final List<Violation> violations = new ArrayList<>();

  private Rules(JsonNode spec) {
    this.spec = spec;
  }

  /// Every rule that `spec` breaks.
  static List<Violation> check(JsonNode spec) {
    return new Rules(spec).violations();
  }

  private List<Violation> violations() {
    violations.addAll(Support.refusals(spec));
    targets();
    url();
    environment();
    type();
    traffic();
    limits();
    capabilities();
    upstreams();
    return violations;
  }

  private void targets() {
    List<String> targets =
        Stream.of("selector", "targetRef", "targetRefs").filter(spec::has).toList();
    if (targets.size() > 1) {
      refuse("spec." + targets.getLast(), String.join(" and ", targets), ONE_TARGET);
    }
    JsonNode labels = spec.path("selector").path("matchLabels");
    for (String key : labels.propertyNames()) {
      if (key.isEmpty() || key.contains("*")) {
        refuse(FieldPath.field("spec.selector.matchLabels", key), Quoted.quote(key), LABEL_KEYS);
      }
    }
  }

  private void url() {
    String url = spec.get("url").asString();
    if (!KNOWN_SCHEME.matcher(url).matches() && ANY_SCHEME.matcher(url).matches()) {
      refuse("spec.url", Quoted.quote(url), SCHEMES);
    }
  }

  private void environment() {
    JsonNode variables = spec.path("vmConfig").path("env");
    for (int i = 0; i < variables.size(); i++) {
      JsonNode variable = variables.get(i);
      if (variable.get("valueFrom").asString().equals("HOST") && variable.has("value")) {
        refuse("spec.vmConfig.env[%d].value".formatted(i), "valueFrom HOST", INLINE_VALUE);
      }
    }
  }

  private void type() {
    if (!spec.get("type").asString().equals("NETWORK")) {
      return;
    }
    if (spec.has("traffic")) {
      refuse("spec.traffic", "given", NO_TRAFFIC);
    }
    if (spec.has("dynamicMetadata")) {
      refuse("spec.dynamicMetadata", "given", NO_METADATA);
    }
  }

  private void traffic() {
    JsonNode traffic = spec.path("traffic");
    for (int i = 0; i < traffic.size(); i++) {
      JsonNode headers = traffic.get(i).path("headers");
      for (int j = 0; j < headers.size(); j++) {
        List<String> conditions =
            Stream.of("exact", "prefix", "present").filter(headers.get(j)::has).toList();
        if (conditions.size() != 1) {
          String found = conditions.isEmpty() ? "none" : String.join(" and ", conditions);
          refuse("spec.traffic[%d].headers[%d]".formatted(i, j), found, ONE_CONDITION);
        }
      }
    }
  }

  private void limits() {
    JsonNode limits = spec.get("limits");
    for (String field : List.of("callback", "start")) {
      duration("spec.limits." + field, limits.get(field), Limits.MIN_TIME, Limits.MAX_TIME);
    }
    size(
        "spec.limits.memory",
        limits.get("memory"),
        Limits.MIN_MEMORY_BYTES,
        Limits.MAX_MEMORY_BYTES);
    size("spec.limits.heldBody", limits.get("heldBody"), 0, Limits.MAX_HELD_BODY_BYTES);
    for (String field : List.of("headerBytes", "propertyBytes")) {
      size("spec.limits." + field, limits.get(field), 0, Limits.MAX_EXCHANGE_BYTES);
    }
    for (String field : List.of("sharedData", "queueBytes")) {
      size("spec.limits." + field, limits.get(field), 0, Limits.MAX_SHARED_BYTES);
    }
  }

  private void size(String path, JsonNode value, long least, long most) {
    String text = value.asString();
    long bytes = Quantities.bytes(text);
    if (bytes < least || bytes > most) {
      refuse(
          path,
          Quoted.quote(text),
          "%s to %s".formatted(Quantities.text(least), Quantities.text(most)));
    }
  }

  /// A slip is refused, as the plugin would be denied what it was meant to be granted; a name that
  /// is like none may be of another host, see [Support].
  private void capabilities() {
    JsonNode names = spec.path("capabilities");
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).asString();
      if (!FunctionNames.isKnown(name)) {
        String path = "spec.capabilities[%d]".formatted(i);
        FunctionNames.meantBy(name)
            .ifPresent(meant ->
                refuse(
                    path,
                    Quoted.quote(name),
                    "a known function; did you mean '%s'?".formatted(meant)));
      }
    }
  }

  private void upstreams() {
    JsonNode upstreams = spec.path("upstreams");
    for (int i = 0; i < upstreams.size(); i++) {
      upstream("spec.upstreams[%d]".formatted(i), upstreams.get(i));
    }
  }

  private void upstream(String path, JsonNode upstream) {
    Duration shortest = Duration.ofMillis(1);
    duration(path + ".timeout", upstream.get("timeout"), shortest, Bounds.MAX_TIMEOUT);
    duration(
        path + ".connectTimeout", upstream.get("connectTimeout"), shortest, Bounds.MAX_TIMEOUT);
    size(path + ".maxResponse", upstream.get("maxResponse"), 1, Bounds.MAX_RESPONSE_BYTES);
    String address = upstream.get("address").asString();
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    if (port < 1 || port > MAX_PORT) {
      refuse(path + ".address", Quoted.quote(address), "a port from 1 to " + MAX_PORT);
    }
    JsonNode tls = upstream.path("tls");
    if (tls.has("certificateFile") != tls.has("keyFile")) {
      String found = tls.has("keyFile") ? "keyFile" : "certificateFile";
      refuse(path + ".tls", "only " + found, CERTIFICATE_AND_KEY);
    }
  }

  private void duration(String path, JsonNode value, Duration least, Duration most) {
    Duration duration = Quantities.duration(value.asString());
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      refuse(
          path,
          Quoted.quote(value.asString()),
          "%d ms to %d ms".formatted(least.toMillis(), most.toMillis()));
    }
  }

  private void refuse(String path, String found, String expected) {
    violations.add(new Violation(path, "%s (expected: %s)".formatted(found, expected)));
  }
}
