package dev.weir.extproc.wire;

import java.nio.charset.StandardCharsets;

/// A cursor over the protobuf encoding of one message, which may be nested in another.
///
/// Every read is checked against the end of the message it is in, so that no length from outside
/// reaches further. Source: Protocol Buffers documentation, "Encoding".
final class WireReader {
  static final int VARINT = 0;

  static final int FIXED64 = 1;
  static final int LENGTH_DELIMITED = 2;
  static final int FIXED32 = 5;

  private static final int MAX_VARINT_BYTES = 10;
  private static final int TYPE_BITS = 3;
  private static final int TYPE_MASK = 7;

  private final byte[] bytes;
  private int position;
  private int limit;

  WireReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  WireReader(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.position = offset;
    this.limit = offset + length;
  }

  static WireReader of(Slice slice) {
    return new WireReader(slice.array(), slice.offset(), slice.length());
  }

  static int number(int tag) {
    return tag >>> TYPE_BITS;
  }

  static int tag(int number, int type) {
    return (number << TYPE_BITS) | type;
  }

  byte[] array() {
    return bytes;
  }

  boolean hasMore() {
    return position < limit;
  }

  int readTag() {
    long tag = readVarint();
    if (tag <= TYPE_MASK || tag > Integer.toUnsignedLong(-1)) {
      throw malformed("tag %d (expected: a field number from 1)".formatted(tag));
    }
    return (int) tag;
  }

  /// Most numbers are one byte, and most of a message's bytes that are read are numbers.
  long readVarint() {
    byte first = readByte();
    return first >= 0 ? first : readLongVarint(first);
  }

  private long readLongVarint(byte first) {
    long value = first & 0x7f;
    for (int i = 1; i < MAX_VARINT_BYTES; i++) {
      byte next = readByte();
      value |= (long) (next & 0x7f) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw malformed("a number of more than 10 bytes (expected: at most 10)");
  }

  boolean readBool() {
    return readVarint() != 0;
  }

  double readDouble() {
    return Double.longBitsToDouble(readFixed(Double.BYTES));
  }

  float readFloat() {
    return Float.intBitsToFloat((int) readFixed(Float.BYTES));
  }

  private long readFixed(int length) {
    long bits = 0;
    for (int i = 0; i < length; i++) {
      bits |= (long) (readByte() & 0xff) << (Byte.SIZE * i);
    }
    return bits;
  }

  /// Reads a length; the bytes themselves are passed over by [#skip(int)].
  int readLength() {
    long length = readVarint();
    if (length < 0 || length > limit - position) {
      throw malformed("length %d (expected: at most %d)".formatted(length, limit - position));
    }
    return (int) length;
  }

  /// Passes over bytes whose length was read; returns where they start.
  int skip(int length) {
    int at = position;
    position += length;
    return at;
  }

  /// This reader, if the field just begun is a number.
  WireReader varint(int tag) {
    return expecting(VARINT, tag);
  }

  /// This reader, if the field just begun is text, bytes or a message.
  WireReader delimited(int tag) {
    return expecting(LENGTH_DELIMITED, tag);
  }

  /// This reader, if the field just begun is a double.
  WireReader fixed64(int tag) {
    return expecting(FIXED64, tag);
  }

  /// This reader, if the field just begun is a float.
  WireReader fixed32(int tag) {
    return expecting(FIXED32, tag);
  }

  private WireReader expecting(int type, int tag) {
    if ((tag & TYPE_MASK) != type) {
      throw malformed(
          "field %d of wire type %d (expected: %d)".formatted(number(tag), tag & TYPE_MASK, type));
    }
    return this;
  }

  String readString() {
    int length = readLength();
    String text = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return text;
  }

  Slice readSlice() {
    int length = readLength();
    Slice slice = Slice.of(bytes, position, length);
    position += length;
    return slice;
  }

  /// Enters the nested message that starts here. Give what it returns to [#leave(int)].
  int enter() {
    int length = readLength();
    int outer = limit;
    limit = position + length;
    return outer;
  }

  void leave(int outer) {
    position = limit;
    limit = outer;
  }

  void skipField(int tag) {
    switch (tag & TYPE_MASK) {
      case VARINT -> readVarint();
      case FIXED64 -> skipFixed(Long.BYTES);
      case LENGTH_DELIMITED -> skip(readLength());
      case FIXED32 -> skipFixed(Integer.BYTES);
      default ->
          throw malformed("wire type %d (expected: 0, 1, 2 or 5)".formatted(tag & TYPE_MASK));
    }
  }

  private void skipFixed(int length) {
    if (length > limit - position) {
      throw malformed("%d bytes left (expected: %d)".formatted(limit - position, length));
    }
    position += length;
  }

  private byte readByte() {
    if (position == limit) {
      throw malformed("end in the middle of a field (expected: more bytes)");
    }
    return bytes[position++];
  }

  private MalformedMessageException malformed(String what) {
    return new MalformedMessageException("ext_proc message, byte %d: %s".formatted(position, what));
  }
}
