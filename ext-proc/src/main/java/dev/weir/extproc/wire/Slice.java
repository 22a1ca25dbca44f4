package dev.weir.extproc.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes inside an array that nobody writes to any more.
///
/// A body chunk is a slice of the message it came in, so that it is copied once at most: into the
/// plugin's memory or into the answer.
public final class Slice {
  private static final Slice EMPTY = new Slice(new byte[0], 0, 0);

  private final byte[] array;
  private final int offset;
  private final int length;

  private Slice(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  public static Slice empty() {
    return EMPTY;
  }

  public static Slice of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  public static Slice of(byte[] array, int offset, int length) {
    return length == 0 ? EMPTY : new Slice(array, offset, length);
  }

  public static Slice utf8(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  public byte[] array() {
    return array;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  public boolean isEmpty() {
    return length == 0;
  }

  public Slice part(int from, int size) {
    return of(array, offset + from, size);
  }

  /// Whether these are not only equal bytes but the very same.
  @SuppressWarnings("ReferenceEquality") // that is what it asks
  public boolean isSameAs(Slice other) {
    return array == other.array && offset == other.offset && length == other.length;
  }

  public byte[] toByteArray() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Slice that
        && Arrays.equals(
            array, offset, offset + length, that.array, that.offset, that.offset + that.length);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toByteArray());
  }

  @Override
  public String toString() {
    return "%d bytes".formatted(length);
  }
}
