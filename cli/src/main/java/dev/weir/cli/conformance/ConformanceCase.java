package dev.weir.cli.conformance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One row: what is sent, what the module does, and what follows.
///
/// @param expected the outcome in Weir
/// @param deviation present where Envoy's own VM does something else
record ConformanceCase(String name, Script script, String expected, Optional<Deviation> deviation) {
  /// What Envoy does instead, and why Weir does not.
  ///
  /// @param inStrict whether strict mode does it too
  record Deviation(String expected, String why, boolean inStrict) {
    /// Of a case that ends the proxy, so that it is not run in one.
    static final String PROXY_ENDS = "the proxy ends";
  }

  @JsonCreator
  static ConformanceCase of(
      @JsonProperty("name") String name,
      @JsonProperty("request") @Nullable Message request,
      @JsonProperty("answer") @Nullable Message answer,
      @JsonProperty("script") String steps,
      @JsonProperty("expect") String expected,
      @JsonProperty("envoy") @Nullable String envoy,
      @JsonProperty("why") @Nullable String why,
      @JsonProperty("never") boolean never) {
    Optional<Deviation> deviation =
        envoy == null
            ? Optional.empty()
            : Optional.of(new Deviation(envoy.strip(), Objects.requireNonNull(why, name), !never));
    Script script =
        new Script(
            Objects.requireNonNullElse(request, Message.DEFAULT),
            Objects.requireNonNullElse(answer, Message.DEFAULT),
            steps);
    return new ConformanceCase(name, script, expected.strip(), deviation);
  }

  boolean endsEnvoy() {
    return expectedOfEnvoy().equals(Deviation.PROXY_ENDS);
  }

  /// Strict mode does what Envoy does, but for what would end the proxy or harm another request.
  String expectedOfStrict() {
    return deviation.filter(Deviation::inStrict).map(Deviation::expected).orElse(expected);
  }

  /// The outcome that this case has in Envoy's own VM.
  String expectedOfEnvoy() {
    return deviation.map(Deviation::expected).orElse(expected);
  }
}
