package dev.weir.proxywasm.http;

import dev.weir.proxywasm.Bytes;
import java.util.List;
import java.util.Map;

/// A property with its type, which decides how it is written for the plugin.
public sealed interface PropertyValue {
  /// Text or bytes, written as they are.
  record Text(Bytes value) implements PropertyValue {
    public static Text of(String text) {
      return new Text(Bytes.utf8(text));
    }
  }

  /// Signed or unsigned, 8 bytes little endian.
  record Int64(long value) implements PropertyValue {}

  /// 8 bytes little endian.
  record Float64(double value) implements PropertyValue {}

  /// 1 byte.
  record Bool(boolean value) implements PropertyValue {}

  /// A timestamp or a duration: nanoseconds, 8 bytes little endian.
  record Nanos(long value) implements PropertyValue {}

  /// A protobuf message, written as its bytes.
  record Message(Bytes value) implements PropertyValue {}

  /// Written as pairs.
  record Mapping(Map<String, PropertyValue> entries) implements PropertyValue {
    public Mapping {
      entries = Map.copyOf(entries);
    }
  }

  /// Written as pairs with empty values; a whole number in the path picks an element.
  record Sequence(List<PropertyValue> elements) implements PropertyValue {
    public Sequence {
      elements = List.copyOf(elements);
    }
  }
}
