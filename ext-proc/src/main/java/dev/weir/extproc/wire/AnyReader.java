package dev.weir.extproc.wire;

import dev.weir.extproc.wire.StructReader.Value;

/// Reads `google.protobuf.Any`: what it holds, if it is one of protobuf's own types, else the
/// message's bytes. Source: Protocol Buffers documentation, "Well-Known Types".
final class AnyReader {
  private static final int TYPE_URL = 1;
  private static final int VALUE = 2;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private AnyReader() {}

  /// Reads the value of a field that has just begun.
  private interface Read<T> {
    T from(WireReader in, int tag);
  }

  static Value read(Slice any) {
    String type = "";
    Slice content = Slice.empty();
    WireReader in = WireReader.of(any);
    while (in.hasMore()) {
      int tag = in.readTag();
      switch (WireReader.number(tag)) {
        case TYPE_URL -> type = in.delimited(tag).readString();
        case VALUE -> content = in.delimited(tag).readSlice();
        default -> in.skipField(tag);
      }
    }
    return unpack(type.substring(type.lastIndexOf('/') + 1), content);
  }

  private static Value unpack(String type, Slice content) {
    return switch (type) {
      case "google.protobuf.Struct" -> StructReader.struct(content);
      case "google.protobuf.Value" -> StructReader.value(content);
      case "google.protobuf.ListValue" -> StructReader.items(content);
      case "google.protobuf.StringValue", "google.protobuf.BytesValue" ->
          new Value.Raw(only(content, Slice.empty(), (in, tag) -> in.delimited(tag).readSlice()));
      case "google.protobuf.BoolValue" -> new Value.Bool(number(content) != 0);
      case "google.protobuf.Int32Value",
          "google.protobuf.Int64Value",
          "google.protobuf.UInt32Value",
          "google.protobuf.UInt64Value" ->
          new Value.Whole(number(content));
      case "google.protobuf.DoubleValue" ->
          new Value.Numeric(only(content, 0.0, (in, tag) -> in.fixed64(tag).readDouble()));
      case "google.protobuf.FloatValue" ->
          new Value.Numeric(only(content, 0.0f, (in, tag) -> in.fixed32(tag).readFloat()));
      case "google.protobuf.Duration", "google.protobuf.Timestamp" ->
          new Value.Nanos(nanos(content));
      default -> new Value.Message(content);
    };
  }

  /// The only field of a wrapper; the last one counts.
  ///
  /// @param absent its value where it is not written
  private static <T> T only(Slice wrapper, T absent, Read<T> read) {
    T value = absent;
    WireReader in = WireReader.of(wrapper);
    while (in.hasMore()) {
      int tag = in.readTag();
      if (WireReader.number(tag) == 1) {
        value = read.from(in, tag);
      } else {
        in.skipField(tag);
      }
    }
    return value;
  }

  private static long number(Slice wrapper) {
    return only(wrapper, 0L, (in, tag) -> in.varint(tag).readVarint());
  }

  /// Seconds and nanoseconds; times beyond 292 years from 1970 come out wrong, as in Envoy.
  private static long nanos(Slice time) {
    long seconds = 0;
    long nanos = 0;
    WireReader in = WireReader.of(time);
    while (in.hasMore()) {
      int tag = in.readTag();
      switch (WireReader.number(tag)) {
        case 1 -> seconds = in.varint(tag).readVarint();
        case 2 -> nanos = in.varint(tag).readVarint();
        default -> in.skipField(tag);
      }
    }
    return seconds * NANOS_PER_SECOND + nanos;
  }
}
