package dev.weir.extproc.mapping;

import dev.weir.extproc.wire.Slice;
import dev.weir.extproc.wire.StructReader.Value;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.http.PropertyValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Gives attributes back the types that they lose in a `google.protobuf.Struct`: whole numbers come
/// as doubles, times as text. Source: Envoy documentation, "Attributes".
final class AttributeTypes {
  private static final Set<String> DURATIONS =
      Set.of("request.duration", "response.backend_latency", "upstream.cx_pool_ready_duration");
  private static final String TIMESTAMP = "request.time";
  private static final Pattern DURATION_PART = Pattern.compile("([0-9.]+)(h|ms|us|ns|m|s)");

  private AttributeTypes() {}

  static PropertyValue typed(String name, Value value) {
    if (value instanceof Value.Text(String text)) {
      Optional<PropertyValue> time = time(name, text);
      if (time.isPresent()) {
        return time.get();
      }
    }
    return value instanceof Value.Numeric(double number) && number == Math.rint(number)
        ? new PropertyValue.Int64((long) number) // no attribute is a true double
        : asIs(value);
  }

  /// A value with the type that it has, as of metadata, where all numbers are doubles.
  static PropertyValue asIs(Value value) {
    return switch (value) {
      case Value.Null() -> PropertyValue.Text.of("");
      case Value.Numeric(double number) -> new PropertyValue.Float64(number);
      case Value.Whole(long number) -> new PropertyValue.Int64(number);
      case Value.Nanos(long nanos) -> new PropertyValue.Nanos(nanos);
      case Value.Text(String text) -> PropertyValue.Text.of(text);
      case Value.Raw(Slice bytes) -> new PropertyValue.Text(Bytes.wrap(bytes.toByteArray()));
      case Value.Message(Slice bytes) -> new PropertyValue.Message(Bytes.wrap(bytes.toByteArray()));
      case Value.Bool(boolean truth) -> new PropertyValue.Bool(truth);
      case Value.Struct(Map<String, Value> fields) -> {
        Map<String, PropertyValue> entries = new LinkedHashMap<>();
        fields.forEach((name, field) -> entries.put(name, asIs(field)));
        yield new PropertyValue.Mapping(entries);
      }
      case Value.Items(List<Value> values) ->
          new PropertyValue.Sequence(values.stream().map(AttributeTypes::asIs).toList());
    };
  }

  private static Optional<PropertyValue> time(String name, String text) {
    try {
      if (name.equals(TIMESTAMP)) {
        Instant time = Instant.parse(text);
        long nanos =
            Math.addExact(
                Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
        return Optional.of(new PropertyValue.Nanos(nanos));
      }
      return DURATIONS.contains(name)
          ? Optional.of(new PropertyValue.Nanos(duration(text).toNanos()))
          : Optional.empty();
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      return Optional.empty(); // text as it came is better than nothing
    }
  }

  /// Reads `1h2m3.5s`, `250ms`, as CEL prints a duration.
  private static Duration duration(String text) {
    Duration sum = Duration.ZERO;
    Matcher part = DURATION_PART.matcher(text);
    while (part.find()) {
      double seconds = Double.parseDouble(part.group(1)) * secondsIn(part.group(2));
      sum = sum.plusNanos(Math.round(seconds * 1e9));
    }
    return sum;
  }

  private static double secondsIn(String unit) {
    return switch (unit) {
      case "h" -> 3600;
      case "m" -> 60;
      case "s" -> 1;
      case "ms" -> 1e-3;
      case "us" -> 1e-6;
      default -> 1e-9;
    };
  }
}
