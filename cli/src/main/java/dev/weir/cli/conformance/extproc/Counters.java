package dev.weir.cli.conformance.extproc;

import dev.weir.cli.bench.process.EnvoyAdmin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What Envoy counts of ext_proc in each mode, from case to case.
final class Counters {
  /// These say that something is not as it should be, and stand in an outcome whenever they move.
  private static final Set<String> ALWAYS_SHOWN =
      Set.of(
          "clear_route_cache_disabled",
          "clear_route_cache_ignored",
          "clear_route_cache_upstream_ignored",
          "failure_mode_allowed",
          "immediate_responses_sent",
          "message_timeouts",
          "override_message_timeout_ignored",
          "override_message_timeout_received",
          "rejected_header_mutations",
          "spurious_msgs_received",
          "streams_failed");

  private final EnvoyAdmin admin;
  private final Map<String, Map<String, Long>> before = new HashMap<>();

  Counters(EnvoyAdmin admin) {
    this.admin = admin;
  }

  /// What moved in a mode since the last look, as `! counter +n`.
  ///
  /// @param alsoShown counters beside those that always are
  List<String> moved(Mode mode, List<String> alsoShown) {
    Map<String, Long> now = read(mode);
    Map<String, Long> last = before.getOrDefault(mode.name(), Map.of());
    before.put(mode.name(), now);
    List<String> lines = new ArrayList<>();
    now.forEach((name, value) -> {
      long more = value - last.getOrDefault(name, 0L);
      if (more != 0 && (ALWAYS_SHOWN.contains(name) || alsoShown.contains(name))) {
        lines.add("! %s +%d".formatted(name, more));
      }
    });
    return lines;
  }

  private Map<String, Long> read(Mode mode) {
    String scope =
        switch (mode.place()) {
          case LISTENER -> "http." + mode.name();
          case UPSTREAM -> "cluster.upstream-" + mode.name();
        };
    String regex = "^" + scope.replace(".", "\\.") + "\\..*ext_proc\\.";
    Map<String, Long> values = new java.util.TreeMap<>();
    admin
        .countersByName(regex)
        .forEach((name, value) ->
            values.merge(name.substring(name.lastIndexOf('.') + 1), value, Long::sum));
    return values;
  }
}
