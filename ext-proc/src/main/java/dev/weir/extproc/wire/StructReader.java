package dev.weir.extproc.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads `google.protobuf.Struct`, and attributes, which are structs.
public final class StructReader {
  private static final int MAX_DEPTH = 32;

  private StructReader() {}

  /// A `google.protobuf.Value`, or what stands in another message where one could.
  public sealed interface Value {
    record Null() implements Value {}

    record Numeric(double value) implements Value {}

    record Text(String value) implements Value {}

    record Bool(boolean value) implements Value {}

    /// An integer; in a struct all numbers are doubles.
    record Whole(long value) implements Value {}

    /// A time, or the length of one, in nanoseconds.
    record Nanos(long value) implements Value {}

    /// Text or bytes as they are.
    record Raw(Slice value) implements Value {}

    /// A protobuf message that is not read any further.
    record Message(Slice value) implements Value {}

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
    for (MapEntry entry : attributes.entries()) {
      struct(entry.value())
          .fields()
          .forEach((name, value) -> all.put(name.isEmpty() ? entry.key() : name, value));
    }
    return all;
  }

  /// Reads a `google.protobuf.Struct`.
  static Value.Struct struct(Slice struct) {
    return struct(WireReader.of(struct), 0);
  }

  /// Reads a `google.protobuf.Value`.
  static Value value(Slice value) {
    return value(WireReader.of(value), 0);
  }

  /// Reads a `google.protobuf.ListValue`.
  static Value items(Slice list) {
    return items(WireReader.of(list), 0);
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
        Entry entry = entry(in, depth);
        in.leave(outer);
        fields.put(entry.key(), entry.value());
      } else {
        in.skipField(tag);
      }
    }
    return new Value.Struct(fields);
  }

  /// An entry of a map from text to a `Value`.
  private static Entry entry(WireReader in, int depth) {
    String key = "";
    Value value = new Value.Null();
    while (in.hasMore()) {
      int tag = in.readTag();
      switch (WireReader.number(tag)) {
        case 1 -> key = in.delimited(tag).readString();
        case 2 -> {
          int outer = in.delimited(tag).enter();
          value = value(in, depth);
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
        case 6 -> {
          int outer = in.delimited(tag).enter();
          value = items(in, depth + 1);
          in.leave(outer);
        }
        default -> in.skipField(tag);
      }
    }
    return value;
  }

  private static Value items(WireReader in, int depth) {
    if (depth > MAX_DEPTH) {
      throw new MalformedMessageException("list: nested deeper (limit: %d)".formatted(MAX_DEPTH));
    }
    List<Value> values = new ArrayList<>();
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
    return new Value.Items(values);
  }
}
