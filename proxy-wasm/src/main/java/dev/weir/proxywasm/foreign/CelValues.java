package dev.weir.proxywasm.foreign;

import dev.cel.common.values.CelByteString;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.context.Context;
import dev.weir.proxywasm.http.PropertyValue;
import dev.weir.proxywasm.property.Properties;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Properties as values of the expression language, and back.
final class CelValues {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private CelValues() {}

  /// The value of a root name: a property, or a map that looks up what is below it.
  static Optional<Object> root(Context context, String name) {
    List<String> path = List.of(name);
    return Optional.of(
        Properties.find(context, path)
            .map(value -> fromProperty(value, path))
            .orElseGet(() -> new Below(context, path)));
  }

  private static Object fromProperty(PropertyValue value, List<String> path) {
    return switch (value) {
      case PropertyValue.Text(Bytes bytes) -> bytes.utf8();
      case PropertyValue.Message(Bytes bytes) -> CelByteString.of(bytes.toByteArray());
      case PropertyValue.Int64(long number) -> number;
      case PropertyValue.Float64(double number) -> number;
      case PropertyValue.Bool(boolean truth) -> truth;
      case PropertyValue.Nanos(long nanos) -> fromNanos(nanos, path);
      case PropertyValue.Mapping(var entries) -> {
        Map<String, Object> map = new HashMap<>();
        entries.forEach((name, entry) -> map.put(name, fromProperty(entry, path)));
        yield map;
      }
      case PropertyValue.Sequence(var elements) -> {
        List<Object> list = new ArrayList<>();
        elements.forEach(element -> list.add(fromProperty(element, path)));
        yield list;
      }
    };
  }

  /// `request.time` is a point in time, the others are durations.
  private static Object fromNanos(long nanos, List<String> path) {
    return path.getLast().equals("time")
        ? Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND)
        : Duration.ofNanos(nanos);
  }

  /// What an expression gave, as the ABI writes it; empty if it has no such form.
  static Optional<PropertyValue> property(@Nullable Object value) {
    return switch (value) {
      case String text -> Optional.of(PropertyValue.Text.of(text));
      case CelByteString bytes ->
          Optional.of(new PropertyValue.Text(Bytes.wrap(bytes.toByteArray())));
      case Boolean truth -> Optional.of(new PropertyValue.Bool(truth));
      case Double number -> Optional.of(new PropertyValue.Float64(number));
      case Instant time ->
          Optional.of(
              new PropertyValue.Nanos(time.getEpochSecond() * NANOS_PER_SECOND + time.getNano()));
      case Duration duration -> Optional.of(new PropertyValue.Nanos(duration.toNanos()));
      case Number number -> Optional.of(new PropertyValue.Int64(number.longValue()));
      case List<?> list -> sequence(list);
      case Below _ -> Optional.empty();
      case Map<?, ?> map -> mapping(map);
      case null, default -> Optional.empty();
    };
  }

  private static Optional<PropertyValue> sequence(List<?> list) {
    List<PropertyValue> elements = new ArrayList<>();
    for (Object element : list) {
      Optional<PropertyValue> value = property(element);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      elements.add(value.get());
    }
    return Optional.of(new PropertyValue.Sequence(elements));
  }

  private static Optional<PropertyValue> mapping(Map<?, ?> map) {
    Map<String, PropertyValue> entries = new HashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Optional<PropertyValue> value = property(entry.getValue());
      if (value.isEmpty()) {
        return Optional.empty();
      }
      entries.put(String.valueOf(entry.getKey()), value.get());
    }
    return Optional.of(new PropertyValue.Mapping(entries));
  }

  /// Everything below a path, looked up on demand; its entries cannot be listed.
  private static final class Below extends AbstractMap<String, Object> {
    /// Names that have further names below them and no value of their own.
    private static final Set<String> INNER =
        Set.of("headers", "trailers", "filter_metadata", "typed_filter_metadata");

    private final Context context;
    private final List<String> path;

    Below(Context context, List<String> path) {
      this.context = context;
      this.path = path;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return get(key) != null;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
      if (!(key instanceof String name)) {
        return null;
      }
      List<String> below = new ArrayList<>(path);
      below.add(name);
      Optional<PropertyValue> value = Properties.find(context, below);
      if (value.isPresent()) {
        return fromProperty(value.get(), below);
      }
      return isInner(below) ? new Below(context, below) : null;
    }

    /// Metadata has a level of namespaces below `filter_metadata`.
    private static boolean isInner(List<String> path) {
      return path.size() == 2
          ? INNER.contains(path.getLast())
          : path.size() == 3 && path.getFirst().equals("metadata");
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      return Set.of();
    }
  }
}
