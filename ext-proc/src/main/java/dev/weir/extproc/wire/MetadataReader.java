package dev.weir.extproc.wire;

import dev.weir.extproc.wire.StructReader.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `envoy.config.core.v3.Metadata`, and of it no more than is asked for.
public final class MetadataReader {
  private static final Pattern INDEX = Pattern.compile("[0-9]{1,9}");

  private MetadataReader() {}

  /// The two maps of the message, by namespace.
  private enum Kind {
    /// Of `google.protobuf.Struct`.
    UNTYPED(1),
    /// Of `google.protobuf.Any`.
    TYPED(2);

    private final int field;

    Kind(int field) {
      this.field = field;
    }

    static Optional<Kind> of(String name) {
      return switch (name) {
        case "filter_metadata" -> Optional.of(UNTYPED);
        case "typed_filter_metadata" -> Optional.of(TYPED);
        default -> Optional.empty();
      };
    }

    Value read(Slice content) {
      return switch (this) {
        case UNTYPED -> StructReader.struct(content);
        case TYPED -> AnyReader.read(content);
      };
    }
  }

  /// Finds the value at `path` in serialized metadata: `filter_metadata` or
  /// `typed_filter_metadata`, a namespace, and what is below it; less of it finds the map of what
  /// there is.
  ///
  /// @throws MalformedMessageException if this is no such message
  public static Optional<Value> find(Slice metadata, List<String> path) {
    if (metadata.isEmpty() || path.isEmpty()) {
      return Optional.empty();
    }
    List<String> below = path.subList(1, path.size());
    return Kind.of(path.getFirst())
        .flatMap(kind -> descend(namespaces(metadata, kind, below), below));
  }

  /// @param wanted begins with the one namespace that is read; empty for all
  private static Value namespaces(Slice metadata, Kind kind, List<String> wanted) {
    Map<String, Value> namespaces = new LinkedHashMap<>();
    WireReader in = WireReader.of(metadata);
    while (in.hasMore()) {
      int tag = in.readTag();
      if (WireReader.number(tag) != kind.field) {
        in.skipField(tag);
        continue;
      }
      MapEntry entry = MapEntry.read(in, tag);
      if (wanted.isEmpty() || wanted.getFirst().equals(entry.key())) {
        namespaces.put(entry.key(), kind.read(entry.value()));
      }
    }
    return new Value.Struct(namespaces);
  }

  private static Optional<Value> descend(Value value, List<String> path) {
    if (path.isEmpty()) {
      return Optional.of(value);
    }
    List<String> below = path.subList(1, path.size());
    return switch (value) {
      case Value.Struct(var fields) ->
          Optional.ofNullable(fields.get(path.getFirst())).flatMap(field -> descend(field, below));
      case Value.Items(var values) ->
          element(values, path.getFirst()).flatMap(element -> descend(element, below));
      default -> Optional.empty();
    };
  }

  private static Optional<Value> element(List<Value> values, String index) {
    return INDEX.matcher(index).matches() && Integer.parseInt(index) < values.size()
        ? Optional.of(values.get(Integer.parseInt(index)))
        : Optional.empty();
  }
}
