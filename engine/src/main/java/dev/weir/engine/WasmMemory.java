package dev.weir.engine;

/// The linear memory of one instance, little-endian, for the thread that owns the instance.
///
/// Pointers and lengths are unsigned 32-bit, as a module passes them. Every access outside of the
/// memory throws `IndexOutOfBoundsException` and changes nothing; ask `contains` first where a
/// module chose the pointer.
public interface WasmMemory {
  /// Bytes; grows during calls.
  long size();

  /// Whether `length` bytes from `pointer` on lie inside.
  boolean contains(int pointer, int length);

  byte readByte(int pointer);

  int readInt(int pointer);

  long readLong(int pointer);

  void writeByte(int pointer, byte value);

  void writeInt(int pointer, int value);

  void writeLong(int pointer, long value);

  /// Copies memory to `target`.
  void read(int pointer, byte[] target, int offset, int length);

  /// A copy of a piece of memory.
  default byte[] read(int pointer, int length) {
    if (!contains(pointer, length)) {
      throw new IndexOutOfBoundsException(
          "memory: %d bytes at %d (expected: within %d)"
              .formatted(Integer.toUnsignedLong(length), Integer.toUnsignedLong(pointer), size()));
    }
    byte[] copy = new byte[length];
    read(pointer, copy, 0, length);
    return copy;
  }

  /// Copies `source` to memory.
  void write(int pointer, byte[] source, int offset, int length);

  default void write(int pointer, byte[] source) {
    write(pointer, source, 0, source.length);
  }

  /// The bytes themselves, at index = pointer, for decoders that would otherwise copy. Only the
  /// first `size()` bytes are memory (the array may be longer), and only until the next call into
  /// the module, which may grow the memory into another array.
  byte[] array();
}
