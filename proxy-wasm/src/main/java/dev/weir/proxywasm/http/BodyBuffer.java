package dev.weir.proxywasm.http;

import java.util.Arrays;

/// The bytes of a body that a plugin can see and change at the moment. Belongs to one thread.
///
/// What arrives in one piece is looked at where it lies, and copied when more is added to it or a
/// plugin changes it: most bodies pass unchanged.
public final class BodyBuffer {
  private static final byte[] NOTHING = {};
  private static final int FEWEST_BYTES = 1024;

  private byte[] bytes = NOTHING;
  private int offset;
  private int length;

  /// Whether the array is somebody else's, and may only be read.
  private boolean lent;

  private boolean edited;

  public BodyBuffer() {}

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

  /// The array behind the buffer, to be read only; what is outside of [#offset] and [#length] means
  /// nothing. Valid until the next change.
  public byte[] array() {
    return bytes;
  }

  /// Where the bytes begin in [#array].
  public int offset() {
    return offset;
  }

  /// Whether a plugin changed the bytes; [#append] does not count.
  public boolean edited() {
    return edited;
  }

  /// Adds a chunk that arrived. Its bytes must not change any more.
  public void append(byte[] source, int at, int count) {
    if (length == 0) {
      bytes = source;
      offset = at;
      length = count;
      lent = true;
    } else {
      replace(length, 0, source, at, count);
    }
  }

  /// Puts `count` bytes of `source` in the place of `[start, start + removed)`, which must lie
  /// inside the buffer.
  public void splice(int start, int removed, byte[] source, int at, int count) {
    if (start < 0 || removed < 0 || start + removed > length) {
      throw new IndexOutOfBoundsException(
          "splice: [%d, +%d) (expected: inside 0..%d)".formatted(start, removed, length));
    }
    replace(start, removed, source, at, count);
    edited = true;
  }

  private void replace(int start, int removed, byte[] source, int at, int count) {
    int tail = length - start - removed;
    int wanted = start + count + tail;
    boolean inPlace = !lent && wanted <= bytes.length;
    byte[] target = inPlace ? bytes : new byte[capacity(wanted)];
    if (!inPlace) {
      System.arraycopy(bytes, offset, target, 0, start);
    }
    System.arraycopy(bytes, offset + start + removed, target, start + count, tail);
    System.arraycopy(source, at, target, start, count);
    bytes = target;
    offset = 0;
    length = wanted;
    lent = false;
  }

  /// A body that grows does so again.
  private int capacity(int wanted) {
    int more = wanted > length ? Math.max(wanted, length * 2) : wanted;
    return Math.max(more, FEWEST_BYTES);
  }

  /// Empties the buffer for the next chunk.
  public void clear() {
    length = 0;
    edited = false;
  }

  public byte[] toByteArray() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }

  @Override
  public String toString() {
    return length + " bytes";
  }
}
