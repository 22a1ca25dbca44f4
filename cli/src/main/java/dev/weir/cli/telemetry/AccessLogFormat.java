package dev.weir.cli.telemetry;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weir.extproc.record.StreamRecord;
import dev.weir.extproc.wire.Direction;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// How an access log's line is written. Both forms have the same fields under the same names.
public enum AccessLogFormat {
  /// `name=value` with blanks between; a value with anything but plain characters is a JSON string.
  TEXT {
    @Override
    String line(StreamRecord stream) {
      StringJoiner line = new StringJoiner(" ");
      fields(stream).forEach((name, value) -> line.add(name + "=" + plain(value)));
      return line.toString();
    }
  },
  /// One object.
  JSON {
    @Override
    String line(StreamRecord stream) {
      return WRITER.writeValueAsString(fields(stream));
    }
  };

  private static final JsonMapper WRITER =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.ALWAYS))
          .build();

  private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7e&&[^\"\\\\=]]+");

  abstract String line(StreamRecord stream);

  private static Map<String, Object> fields(StreamRecord stream) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("time", DateTimeFormatter.ISO_INSTANT.format(stream.began()));
    fields.put("chain", stream.origin().chain());
    fields.put("revision", shortened(stream.origin().revision()));
    fields.put("method", stream.exchange().method());
    fields.put("authority", stream.exchange().authority());
    fields.put("path", stream.exchange().path());
    fields.put("status", stream.exchange().status());
    fields.put("result", word(stream.outcome()));
    fields.put("end", word(stream.end()));
    fields.put("duration_ms", millis(stream.duration()));
    fields.put("phases", phases(stream));
    fields.put("request_body_bytes", stream.bodyBytes(Direction.REQUEST));
    fields.put("response_body_bytes", stream.bodyBytes(Direction.RESPONSE));
    fields.put("failed_plugins", List.copyOf(stream.failedPlugins()));
    fields.put("peer", stream.origin().peer());
    fields.put("request_id", stream.exchange().requestId());
    return fields;
  }

  /// Milliseconds spent on answers, by phase.
  private static Map<String, Double> phases(StreamRecord stream) {
    Map<String, Double> phases = new LinkedHashMap<>();
    stream.phases().forEach((kind, phase) -> phases.put(word(kind), millis(phase.took())));
    return phases;
  }

  private static String plain(Object value) {
    String text =
        switch (value) {
          case List<?> list -> String.join(",", list.stream().map(String::valueOf).toList());
          case Map<?, ?> map ->
              String.join(
                  ",", map.entrySet().stream().map(e -> e.getKey() + ":" + e.getValue()).toList());
          default -> value.toString();
        };
    if (text.isEmpty()) {
      return "-";
    }
    return PLAIN.matcher(text).matches() ? text : WRITER.writeValueAsString(text);
  }

  private static String shortened(String revision) {
    return revision.substring(0, Math.min(revision.length(), 12));
  }

  private static double millis(Duration time) {
    return TimeUnit.NANOSECONDS.toMicros(time.toNanos()) / 1e3;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
