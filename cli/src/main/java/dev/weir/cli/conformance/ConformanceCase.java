package dev.weir.cli.conformance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weir.cli.conformance.probe.Message;
import dev.weir.cli.conformance.tcp.TcpAct;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One row: what happens, and what follows.
///
/// @param expected the outcome in Weir
/// @param deviation present where Envoy's own VM does something else
record ConformanceCase(
    String name, Scenario scenario, String expected, Optional<Deviation> deviation) {
  /// What Envoy does instead, and why Weir does not.
  ///
  /// @param strict the outcome in strict mode: Envoy's, unless that would end the proxy, harm
  ///   another request, or cannot be said over ext_proc
  record Deviation(String expected, String why, String strict) {}

  @JsonCreator
  static ConformanceCase of(
      @JsonProperty("name") String name,
      @JsonProperty("request") @Nullable Message request,
      @JsonProperty("answer") @Nullable Message answer,
      @JsonProperty("script") @Nullable String script,
      @JsonProperty("steps") @Nullable List<Step> steps,
      @JsonProperty("client") @Nullable List<TcpAct> client,
      @JsonProperty("server") @Nullable List<TcpAct> server,
      @JsonProperty("expect") String expected,
      @JsonProperty("envoy") @Nullable String envoy,
      @JsonProperty("why") @Nullable String why,
      @JsonProperty("strict") @Nullable String strict) {
    Optional<Deviation> deviation =
        envoy == null
            ? Optional.empty()
            : Optional.of(
                new Deviation(
                    envoy.strip(),
                    Objects.requireNonNull(why, name),
                    Objects.requireNonNullElse(strict, envoy).strip()));
    Scenario scenario;
    if (steps != null) {
      scenario = new Sequence(steps);
    } else if (client != null) {
      scenario =
          new ConnectionScript(
              client,
              Objects.requireNonNullElse(server, List.of()),
              Objects.requireNonNull(script, name));
    } else {
      scenario =
          new Script(
              Objects.requireNonNullElse(request, Message.DEFAULT),
              Objects.requireNonNullElse(answer, Message.DEFAULT),
              Objects.requireNonNull(script, name));
    }
    return new ConformanceCase(name, scenario, expected.strip(), deviation);
  }

  /// Whether it cannot be run in Envoy's own VM.
  boolean endsEnvoy() {
    return expectedOfEnvoy().equals(Outcome.PROXY_ENDS.text());
  }

  /// The outcome that this case has in Weir's strict mode.
  String expectedOfStrict() {
    return deviation.map(Deviation::strict).orElse(expected);
  }

  /// The outcome that this case has in Envoy's own VM.
  String expectedOfEnvoy() {
    return deviation.map(Deviation::expected).orElse(expected);
  }
}
