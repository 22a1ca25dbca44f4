package dev.weir.cli.conformance.extproc;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weir.cli.conformance.probe.Message;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One exchange, and what it must cause in each mode.
///
/// @param answers of the upstream, one for each request that it gets; the last for all that follow
/// @param callout what the service answers that the probe may call
/// @param script of the probe, or of the first of two; `{3 text}` in it stands for `texttexttext`
/// @param second script of the second probe of a chain, or of a second filter; empty for none
/// @param resets so many such requests are reset by their client before the exchange; others, of a
///   plain kind, are sent meanwhile
/// @param counters of Envoy that are shown beside those that always are
/// @param expected outcomes by modes, as [Modes#expand] reads them
record ExtProcCase(
    String name,
    Message request,
    List<Message> answers,
    Message callout,
    String script,
    String second,
    int resets,
    List<String> counters,
    Map<String, String> expected) {
  private static final Pattern REPEATED = Pattern.compile("\\{([0-9]+) ([^{}]*)\\}");

  ExtProcCase {
    answers = List.copyOf(answers);
    counters = List.copyOf(counters);
    expected = Collections.unmodifiableMap(new LinkedHashMap<>(expected));
  }

  @JsonCreator
  static ExtProcCase of(
      @JsonProperty("name") String name,
      @JsonProperty("request") @Nullable Message request,
      @JsonProperty("answer") @Nullable Message answer,
      @JsonProperty("answers") @Nullable List<Message> answers,
      @JsonProperty("callout") @Nullable Message callout,
      @JsonProperty("script") @Nullable String script,
      @JsonProperty("second") @Nullable String second,
      @JsonProperty("resets") @Nullable Integer resets,
      @JsonProperty("counters") @Nullable List<String> counters,
      @JsonProperty("expect") Map<String, String> expected) {
    Message only = Objects.requireNonNullElse(answer, Message.DEFAULT);
    return new ExtProcCase(
        name,
        Objects.requireNonNullElse(request, Message.DEFAULT),
        Objects.requireNonNullElse(answers, List.of(only)),
        Objects.requireNonNullElse(callout, Message.DEFAULT),
        Objects.requireNonNullElse(script, ""),
        Objects.requireNonNullElse(second, ""),
        Objects.requireNonNullElse(resets, 0),
        Objects.requireNonNullElse(counters, List.of()),
        expected);
  }

  /// Whether calls of the probe outlive the case: a plugin gets their answers when its stream has
  /// long ended.
  boolean leavesCalls() {
    return script.contains(":path=/silent");
  }

  /// What the probe is sent. The first of two gives the second its script in place of its own.
  String steps() {
    if (second.isEmpty()) {
      return repeated(script);
    }
    String handOver = "proxy_replace_header_map_value(0,x-probe,%s)".formatted(escaped(second));
    return script.contains("rh=")
        ? script.replace("rh=", "rh=" + handOver + ";")
        : "rh=%s;ret(0)|%s".formatted(handOver, script);
  }

  /// Writes `{3 text}` as `texttexttext`.
  private static String repeated(String steps) {
    return REPEATED
        .matcher(steps)
        .replaceAll(part ->
            Matcher.quoteReplacement(part.group(2).repeat(Integer.parseInt(part.group(1)))));
  }

  /// For an argument of an operation.
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.chars()
        .forEach(c ->
            escaped.append(
                "%|;,()".indexOf(c) < 0 ? String.valueOf((char) c) : "%%%02x".formatted(c)));
    return escaped.toString();
  }
}
