package dev.weir.engine.module;

import dev.weir.engine.module.ModuleException.Malformed;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Reads the binary format's primitives from a piece of a module, and says where it went wrong.
///
/// Source: WebAssembly core specification, "Binary Format", chapters "Values" and "Modules".
final class ByteReader {
  private static final int MAX_LEB128_BYTES = 5;

  private final byte[] bytes;
  private final String subject;
  private final int end;
  private int position;

  ByteReader(byte[] bytes, String subject, int from, int end) {
    this.bytes = bytes;
    this.subject = subject;
    this.position = from;
    this.end = end;
  }

  boolean hasMore() {
    return position < end;
  }

  int position() {
    return position;
  }

  int u8() {
    if (position >= end) {
      throw malformed("ends within a value");
    }
    return bytes[position++] & 0xff;
  }

  /// An unsigned LEB128 number that must fit a signed int, as every count and size of a module that
  /// the limits admit does.
  int u31() {
    long value = u32();
    if (value > Integer.MAX_VALUE) {
      throw malformed("number " + value + " (expected: less than 2^31)");
    }
    return (int) value;
  }

  long u32() {
    long value = 0;
    for (int i = 0; i < MAX_LEB128_BYTES; i++) {
      int piece = u8();
      value |= (long) (piece & 0x7f) << (7 * i);
      if (piece < 0x80) {
        if (value > 0xffff_ffffL) {
          break;
        }
        return value;
      }
    }
    throw malformed("number too long (expected: at most 32 bits)");
  }

  /// Passes over a signed LEB128 number of up to 33 bits, such as a heap type.
  void skipS33() {
    for (int i = 0; i < MAX_LEB128_BYTES; i++) {
      if (u8() < 0x80) {
        return;
      }
    }
    throw malformed("number too long (expected: at most 33 bits)");
  }

  /// A count of entries, each of which takes at least one byte, so that no count can ask for more
  /// memory than the module has bytes.
  int count(String what, int limit) {
    int count = u31();
    if (count > limit) {
      throw malformed("%d %s (limit: %d)".formatted(count, what, limit));
    }
    if (count > end - position) {
      throw malformed("%d %s in %d bytes".formatted(count, what, end - position));
    }
    return count;
  }

  String name(int limit) {
    int length = u31();
    if (length > limit) {
      throw malformed("name of %d bytes (limit: %d)".formatted(length, limit));
    }
    int from = position;
    skip(length);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new Malformed("%s: name at byte %d (expected: UTF-8)".formatted(subject, from), e);
    }
  }

  void skip(int length) {
    if (length < 0 || length > end - position) {
      throw malformed("%d bytes announced, %d there".formatted(length, end - position));
    }
    position += length;
  }

  /// The next `length` bytes as a reader of their own, which this one passes over.
  ByteReader piece(String subject, int length) {
    int from = position;
    skip(length);
    return new ByteReader(bytes, subject, from, position);
  }

  Malformed malformed(String text) {
    return new Malformed("%s: %s, at byte %d".formatted(subject, text, position));
  }

  /// The first bytes, for messages.
  static String hex(byte[] bytes, int from, int to) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes, from, Math.min(to, bytes.length));
  }
}
