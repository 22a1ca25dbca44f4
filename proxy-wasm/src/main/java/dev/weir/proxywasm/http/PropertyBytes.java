package dev.weir.proxywasm.http;

import dev.weir.proxywasm.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Writes a property the way the ABI hands it to a plugin.
public final class PropertyBytes {
  private static final byte[] NOTHING = {};

  private PropertyBytes() {}

  public static byte[] write(PropertyValue value) {
    return switch (value) {
      case PropertyValue.Text(Bytes bytes) -> bytes.toByteArray();
      case PropertyValue.Message(Bytes bytes) -> bytes.toByteArray();
      case PropertyValue.Int64(long number) -> int64(number);
      case PropertyValue.Nanos(long nanos) -> int64(nanos);
      case PropertyValue.Float64(double number) -> int64(Double.doubleToRawLongBits(number));
      case PropertyValue.Bool(boolean truth) -> new byte[] {(byte) (truth ? 1 : 0)};
      case PropertyValue.Mapping(var entries) -> mapping(entries);
      case PropertyValue.Sequence(var elements) -> sequence(elements);
    };
  }

  private static byte[] int64(long value) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  private static byte[] mapping(Map<String, PropertyValue> entries) {
    HeaderMap pairs = new HeaderMap();
    entries.forEach(
        (name, value) -> pairs.addAsIs(name.getBytes(StandardCharsets.UTF_8), write(value)));
    return pairs(pairs);
  }

  private static byte[] sequence(Iterable<PropertyValue> elements) {
    HeaderMap pairs = new HeaderMap();
    for (PropertyValue element : elements) {
      pairs.addAsIs(write(element), NOTHING);
    }
    return pairs(pairs);
  }

  private static byte[] pairs(HeaderMap map) {
    byte[] bytes = new byte[Pairs.byteSize(map)];
    Pairs.write(map, bytes, 0);
    return bytes;
  }
}
