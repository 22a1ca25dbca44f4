package dev.weir.cli.conformance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One step of a case with several plugins. Written as `{to: plugin, script: …}`, with `meanwhile:
/// [steps]` where the plugin holds the request, and with `until: status` where it may have to come
/// again; or as `{change: plugin, spec: …}`.
sealed interface Step {
  /// A request that one plugin sees, and its answer.
  ///
  /// @param script of the probe there
  /// @param meanwhile steps between the plugin's first callback and the answer
  /// @param until the request is repeated until its answer has this status; a proxy starts the VM
  ///   of a plugin that failed again when it likes
  record Exchange(String plugin, String script, List<Step> meanwhile, Optional<String> until)
      implements Step {
    public Exchange {
      meanwhile = List.copyOf(meanwhile);
    }

    @Override
    public String shown() {
      String inner = meanwhile.stream().map(Step::shown).collect(Collectors.joining("\n"));
      return "%s%s: %s".formatted(plugin, until.map(" until "::concat).orElse(""), script)
          + (inner.isEmpty() ? "" : "\n" + inner);
    }
  }

  /// Another version of a plugin's document; the next step begins when the proxy runs it.
  ///
  /// @param spec merged into what the document says so far; its `pluginConfig` is part of it, as
  ///   the probe shows when another one is in force
  record Change(String plugin, JsonNode spec) implements Step {
    @Override
    public String shown() {
      return "%s changes: %s".formatted(plugin, spec);
    }
  }

  /// As the document shows it.
  String shown();

  /// From its form in a case.
  @JsonCreator
  static Step of(
      @JsonProperty("to") @Nullable String to,
      @JsonProperty("script") @Nullable String script,
      @JsonProperty("meanwhile") @Nullable List<Step> meanwhile,
      @JsonProperty("until") @Nullable String until,
      @JsonProperty("change") @Nullable String change,
      @JsonProperty("spec") @Nullable JsonNode spec) {
    if (change != null) {
      return new Change(change, Objects.requireNonNull(spec, change));
    }
    return new Exchange(
        Objects.requireNonNull(to, "step: neither 'to' nor 'change'"),
        Objects.requireNonNull(script, to),
        Objects.requireNonNullElse(meanwhile, List.of()),
        Optional.ofNullable(until));
  }
}
