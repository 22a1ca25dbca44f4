package dev.weir.proxywasm.http;

import java.util.Arrays;

/// The bytes of a body that a plugin can see and change at the moment. Belongs to one thread.
public final class BodyBuffer {
  private static final int FIRST_BYTES = 1024;

  private byte[] bytes;
  private int length;
  private boolean edited;

  public BodyBuffer() {
    this.bytes = new byte[FIRST_BYTES];
  }

  private BodyBuffer(byte[] owned) {
    this.bytes = owned;
    this.length = owned.length;
  }

  /// Takes the array over: the caller gives up the right to change it.
  public static BodyBuffer wrap(byte[] owned) {
    return new BodyBuffer(owned);
  }

  public int length() {
    return length;
  }

  /// The array behind the buffer; bytes at or after [#length] mean nothing. Valid until the next
  /// change.
  public byte[] array() {
    return bytes;
  }

  /// Whether a plugin changed the bytes; [#append] does not count.
  public boolean edited() {
    return edited;
  }

  /// Adds a chunk that arrived.
  public void append(byte[] source, int at, int count) {
    reserve(length + count);
    System.arraycopy(source, at, bytes, length, count);
    length += count;
  }

  /// Puts `count` bytes of `source` in the place of `[start, start + removed)`, which must lie
  /// inside the buffer.
  public void splice(int start, int removed, byte[] source, int at, int count) {
    if (start < 0 || removed < 0 || start + removed > length) {
      throw new IndexOutOfBoundsException(
          "splice: [%d, +%d) (expected: inside 0..%d)".formatted(start, removed, length));
    }
    int tail = length - start - removed;
    reserve(length - removed + count);
    System.arraycopy(bytes, start + removed, bytes, start + count, tail);
    System.arraycopy(source, at, bytes, start, count);
    length += count - removed;
    edited = true;
  }

  /// Empties the buffer for the next chunk.
  public void clear() {
    length = 0;
    edited = false;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  private void reserve(int wanted) {
    if (wanted > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(wanted, Math.max(FIRST_BYTES, bytes.length * 2)));
    }
  }

  @Override
  public String toString() {
    return length + " bytes";
  }
}
