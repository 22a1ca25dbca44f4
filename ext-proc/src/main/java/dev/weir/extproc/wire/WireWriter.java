package dev.weir.extproc.wire;

import java.util.Arrays;

/// Writes a protobuf message back to front, so that a nested message's length is known when its
/// prefix is written.
///
/// Fields therefore appear on the wire in the reverse of the order of the calls. A tail, which is
/// not copied, may follow everything written here: it counts into the lengths.
public final class WireWriter {
  private static final int INITIAL_BYTES = 256;

  private final int tailLength;
  private byte[] buffer = new byte[INITIAL_BYTES];
  private int start = INITIAL_BYTES;

  public WireWriter(int tailLength) {
    this.tailLength = tailLength;
  }

  /// Bytes so far, the tail included. Give it to [#wrap] after the fields of a nested message.
  public int written() {
    return buffer.length - start + tailLength;
  }

  /// Makes a nested message of everything written since.
  public void wrap(int field, int since) {
    varint(written() - since);
    varint(WireReader.tag(field, WireReader.LENGTH_DELIMITED));
  }

  public void bytes(int field, byte[] source, int offset, int length) {
    int since = written();
    reserve(length);
    start -= length;
    System.arraycopy(source, offset, buffer, start, length);
    wrap(field, since);
  }

  public void bytes(int field, byte[] source) {
    bytes(field, source, 0, source.length);
  }

  public void number(int field, long value) {
    varint(value);
    varint(WireReader.tag(field, WireReader.VARINT));
  }

  public void fixed64(int field, long value) {
    reserve(Long.BYTES);
    for (int i = Long.BYTES - 1; i >= 0; i--) {
      buffer[--start] = (byte) (value >>> (Byte.SIZE * i));
    }
    varint(WireReader.tag(field, WireReader.FIXED64));
  }

  public byte[] toByteArray() {
    return Arrays.copyOfRange(buffer, start, buffer.length);
  }

  private void varint(long value) {
    int length = varintLength(value);
    reserve(length);
    start -= length;
    long rest = value;
    for (int i = start; i < start + length - 1; i++) {
      buffer[i] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[start + length - 1] = (byte) rest;
  }

  private static int varintLength(long value) {
    return value == 0 ? 1 : (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7;
  }

  private void reserve(int length) {
    if (start >= length) {
      return;
    }
    int used = buffer.length - start;
    byte[] larger = new byte[Math.max(2 * buffer.length, used + length + INITIAL_BYTES)];
    System.arraycopy(buffer, start, larger, larger.length - used, used);
    start = larger.length - used;
    buffer = larger;
  }
}
