package dev.weir.engine.chicory;

import java.util.Arrays;
import java.util.BitSet;

/// A captured linear memory. Immutable; the zeros at its end, often most of it, are not kept.
final class MemoryImage {
  private final byte[] content;
  private final int size;
  private final BitSet droppedSegments;

  /// @param bytes of which the first `size` are memory
  MemoryImage(byte[] bytes, int size, BitSet droppedSegments) {
    int used = size;
    while (used > 0 && bytes[used - 1] == 0) {
      used--;
    }
    this.content = Arrays.copyOf(bytes, used);
    this.size = size;
    this.droppedSegments = droppedSegments;
  }

  int size() {
    return size;
  }

  /// The whole memory as a new array.
  byte[] copy() {
    byte[] bytes = new byte[size];
    System.arraycopy(content, 0, bytes, 0, content.length);
    return bytes;
  }

  BitSet droppedSegments() {
    return droppedSegments;
  }
}
