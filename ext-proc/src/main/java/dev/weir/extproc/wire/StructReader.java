package dev.weir.extproc.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `google.protobuf.Struct` and what holds it.
public final class StructReader {
  private static final int MAX_DEPTH = 32;

  private StructReader() {}

  /// A `google.protobuf.Value`.
  public sealed interface Value {
    record Null() implements Value {}

    record Numeric(double value) implements Value {}

    record Text(String value) implements Value {}

    record Bool(boolean value) implements Value {}

    record Struct(Map<String, Value> fields) implements Value {
      public Struct {
        fields = Map.copyOf(fields);
      }
    }

    record Items(List<Value> values) implements Value {
      public Items {
        values = List.copyOf(values);
      }
    }
  }

  /// Reads all attributes, whichever way the proxy lays them out: one flat map of their names.
  public static Map<String, Value> read(Attributes attributes) {
    Map<String, Value> all = new LinkedHashMap<>();
    for (Attributes.Entry entry : attributes.entries()) {
      struct(reader(entry.struct()), 0)
          .fields()
          .forEach((name, value) -> all.put(name.isEmpty() ? entry.key() : name, value));
    }
    return all;
  }

  /// Finds the value at `path`, which begins with a namespace, in a serialized
  /// `envoy.config.core.v3.Metadata`.
  public static Optional<Value> find(Slice metadata, List<String> path) {
    WireReader in = reader(metadata);
    Optional<Value> found = Optional.empty();
    while (in.hasMore()) {
      int tag = in.readTag();
      if (WireReader.number(tag) != 1) {
        in.skipField(tag);
        continue;
      }
      int outer = in.delimited(tag).enter();
      Entry entry = entry(in, 0, false);
      in.leave(outer);
      if (entry.key().equals(path.getFirst())) {
        found = descend(entry.value(), path.subList(1, path.size()));
      }
    }
    return found;
  }

  private static Optional<Value> descend(Value value, List<String> path) {
    if (path.isEmpty()) {
      return Optional.of(value);
    }
    return value instanceof Value.Struct(Map<String, Value> fields)
            && fields.containsKey(path.getFirst())
        ? descend(fields.get(path.getFirst()), path.subList(1, path.size()))
        : Optional.empty();
  }

  private record Entry(String key, Value value) {}

  private static Value.Struct struct(WireReader in, int depth) {
    if (depth > MAX_DEPTH) {
      throw new MalformedMessageException("struct: nested deeper (limit: %d)".formatted(MAX_DEPTH));
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    while (in.hasMore()) {
      int tag = in.readTag();
      if (WireReader.number(tag) == 1) {
        int outer = in.delimited(tag).enter();
        Entry entry = entry(in, depth, true);
        in.leave(outer);
        fields.put(entry.key(), entry.value());
      } else {
        in.skipField(tag);
      }
    }
    return new Value.Struct(fields);
  }

  /// An entry of a map from text to a `Value`, or to a `Struct`.
  private static Entry entry(WireReader in, int depth, boolean ofValues) {
    String key = "";
    Value value = new Value.Null();
    while (in.hasMore()) {
      int tag = in.readTag();
      switch (WireReader.number(tag)) {
        case 1 -> key = in.delimited(tag).readString();
        case 2 -> {
          int outer = in.delimited(tag).enter();
          value = ofValues ? value(in, depth) : struct(in, depth + 1);
          in.leave(outer);
        }
        default -> in.skipField(tag);
      }
    }
    return new Entry(key, value);
  }

  private static Value value(WireReader in, int depth) {
    Value value = new Value.Null();
    while (in.hasMore()) {
      int tag = in.readTag();
      switch (WireReader.number(tag)) {
        case 2 -> value = new Value.Numeric(in.fixed64(tag).readDouble());
        case 3 -> value = new Value.Text(in.delimited(tag).readString());
        case 4 -> value = new Value.Bool(in.varint(tag).readBool());
        case 5 -> {
          int outer = in.delimited(tag).enter();
          value = struct(in, depth + 1);
          in.leave(outer);
        }
        case 6 -> value = items(in, tag, depth + 1);
        default -> in.skipField(tag);
      }
    }
    return value;
  }

  private static Value items(WireReader in, int outerTag, int depth) {
    if (depth > MAX_DEPTH) {
      throw new MalformedMessageException("list: nested deeper (limit: %d)".formatted(MAX_DEPTH));
    }
    List<Value> values = new ArrayList<>();
    int outer = in.delimited(outerTag).enter();
    while (in.hasMore()) {
      int tag = in.readTag();
      if (WireReader.number(tag) == 1) {
        int inner = in.delimited(tag).enter();
        values.add(value(in, depth));
        in.leave(inner);
      } else {
        in.skipField(tag);
      }
    }
    in.leave(outer);
    return new Value.Items(values);
  }

  private static WireReader reader(Slice slice) {
    return new WireReader(slice.array(), slice.offset(), slice.length());
  }
}
