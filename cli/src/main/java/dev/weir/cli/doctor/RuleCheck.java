package dev.weir.cli.doctor;

import java.util.ArrayList;
import java.util.List;

/// What the proxy does with answers, and what it tells beside the messages.
final class RuleCheck {
  private RuleCheck() {}

  static void check(Examined examined, Findings findings) {
    answers(examined.found(), findings);
    failures(examined, findings);
    mutations(examined.found().at("mutation_rules"), findings);
    namespaces(examined, "receiving", "what plugins set is dropped", findings);
    namespaces(examined, "forwarding", "plugins cannot read what other filters found", findings);
    attributes(examined, "request_attributes", findings);
    attributes(examined, "response_attributes", findings);
  }

  private static void answers(Message found, Findings findings) {
    if (found.flag("observability_mode")) {
      findings.error("observability_mode", "true", "false", "Envoy ignores what plugins answer");
    }
    if (found.flag("disable_immediate_response")) {
      findings.error(
          "disable_immediate_response",
          "true",
          "false",
          "a plugin's local response, a refusal for example, becomes a 500");
    }
    if (found.flag("disable_clear_route_cache")
        || found.text("route_cache_action").equals("RETAIN")) {
      findings.note(
          found.has("disable_clear_route_cache")
              ? "disable_clear_route_cache"
              : "route_cache_action",
          found.text("route_cache_action", "true"),
          "DEFAULT",
          "a plugin that edits host or path cannot have the route chosen again");
    }
    if (found.has("http_service")) {
      findings.error(
          "http_service", "set", "grpc_service", "the host serves ext_proc over gRPC only");
    }
  }

  private static void failures(Examined examined, Findings findings) {
    boolean open = examined.found().flag("failure_mode_allow");
    boolean mayBeOpen = examined.wanted().flag("failure_mode_allow");
    if (open && !mayBeOpen) {
      findings.error(
          "failure_mode_allow",
          "true",
          "false",
          "requests pass unseen while no host answers, and a plugin of the chain is FAIL_CLOSE");
    } else if (open && isDuplex(examined.found())) {
      findings.warning(
          "failure_mode_allow",
          "true with FULL_DUPLEX_STREAMED",
          "false, or another body mode",
          "Envoy cannot let a request pass once it has given away the first bytes of its body");
    } else if (mayBeOpen && !open) {
      findings.note(
          "failure_mode_allow",
          "false",
          "true",
          "every plugin is FAIL_OPEN, and requests fail while no host answers");
    }
  }

  private static boolean isDuplex(Message found) {
    Message mode = found.at("processing_mode");
    return mode.text("request_body_mode").startsWith("FULL")
        || mode.text("response_body_mode").startsWith("FULL");
  }

  private static void mutations(Message rules, Findings findings) {
    if (rules.flag("disallow_all")) {
      findings.error(
          "mutation_rules.disallow_all", "true", "false", "no edit of a header takes effect");
    }
    if (rules.flag("disallow_is_error")) {
      findings.error(
          "mutation_rules.disallow_is_error",
          "true",
          "false",
          "an edit that is not allowed fails the request with 500");
    }
    if (!rules.flag("allow_all_routing")) {
      findings.warning(
          "mutation_rules.allow_all_routing",
          "false",
          "true",
          "edits of host, :authority, :scheme and :method are ignored");
    }
    if (!rules.flag("allow_envoy")) {
      findings.warning(
          "mutation_rules.allow_envoy", "false", "true", "edits of x-envoy-* are ignored");
    }
  }

  private static void namespaces(Examined examined, String which, String why, Findings findings) {
    String field = which + "_namespaces";
    for (String kind : List.of("untyped", "typed")) {
      List<String> missing = new ArrayList<>(namespaces(examined.wanted(), field, kind));
      missing.removeAll(namespaces(examined.found(), field, kind));
      if (!missing.isEmpty()) {
        findings.warning(
            "metadata_options.%s.%s".formatted(field, kind),
            "without them",
            String.join(", ", missing),
            why);
      }
    }
  }

  private static List<String> namespaces(Message filter, String field, String kind) {
    return filter.at("metadata_options").at(field).texts(kind);
  }

  private static void attributes(Examined examined, String field, Findings findings) {
    List<String> missing = new ArrayList<>(examined.wanted().texts(field));
    missing.removeAll(examined.found().texts(field));
    if (!missing.isEmpty()) {
      findings.warning(
          field,
          "without them",
          String.join(", ", missing),
          "plugins that read these properties are told that there are none");
    }
  }
}
