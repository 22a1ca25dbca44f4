package dev.weir.model.resolve;

import dev.weir.model.schema.Violation;
import dev.weir.model.yaml.Quoted;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What a document may ask for and this version does not do. Nothing is passed over in silence:
/// what somebody's safety may rest on is refused, the rest is accepted with a warning.
final class Support {
  private Support() {}

  /// What is refused.
  static List<Violation> refusals(JsonNode spec) {
    List<Violation> refusals = new ArrayList<>();
    refuse(spec, "verification", "absent; sha256 pins a module", refusals);
    refuse(spec, "rollout", "absent; a revision goes to all proxies at once", refusals);
    return refusals;
  }

  private static void refuse(
      JsonNode spec, String field, String expected, List<Violation> refusals) {
    if (spec.has(field)) {
      refusals.add(
          new Violation(
              "spec." + field, "not supported by this version (expected: %s)".formatted(expected)));
    }
  }

  /// What is accepted with a warning.
  ///
  /// @param spec as it was written: what a default says, nobody asked for
  static List<Violation> warnings(JsonNode spec) {
    List<Violation> warnings = new ArrayList<>();
    warn(spec, "targetRef", "selects no proxy outside Kubernetes", warnings);
    warn(spec, "targetRefs", "selects no proxy outside Kubernetes", warnings);
    warn(spec, "match", "has no effect, the plugin is in every listener of its proxies", warnings);
    warn(spec, "imagePullPolicy", "has no effect, as this version pulls nothing", warnings);
    warn(spec, "imagePullSecret", "has no effect, as this version pulls nothing", warnings);
    warn(spec, "verificationKey", "verifies nothing (sha256 pins a module)", warnings);
    if (spec.path("placement").asString("").equals("Proxy")) {
      warn(spec, "limits", "has no effect with placement Proxy, whose VM knows none", warnings);
      warn(
          spec,
          "upstreams",
          "has no effect with placement Proxy, whose VM calls the proxy's own clusters",
          warnings);
    } else {
      warnOfHostVariables(spec.path("vmConfig").path("env"), warnings);
    }
    warnOfUnknownFunctions(spec.path("capabilities"), warnings);
    return warnings;
  }

  private static void warn(JsonNode spec, String field, String text, List<Violation> warnings) {
    JsonNode value = spec.path(field);
    if (value.isString() || !value.isEmpty()) {
      warnings.add(new Violation("spec." + field, text));
    }
  }

  private static void warnOfHostVariables(JsonNode variables, List<Violation> warnings) {
    for (int i = 0; i < variables.size(); i++) {
      if (variables.get(i).path("valueFrom").asString("").equals("HOST")) {
        warnings.add(
            new Violation(
                "spec.vmConfig.env[%d]".formatted(i),
                "has no value with placement External, where the proxy's variables are not known"));
      }
    }
  }

  private static void warnOfUnknownFunctions(JsonNode names, List<Violation> warnings) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).asString("");
      if (!FunctionNames.isKnown(name) && FunctionNames.meantBy(name).isEmpty()) {
        warnings.add(
            new Violation(
                "spec.capabilities[%d]".formatted(i),
                "%s is no hostcall, callback or WASI function that this version knows"
                    .formatted(Quoted.quote(name))));
      }
    }
  }
}
