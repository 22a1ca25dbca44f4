package dev.weir.engine.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.UninstantiableException;
import com.dylibso.chicory.wasm.types.DataSegment;
import dev.weir.engine.WasmMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/// Linear memory as one contiguous `byte[]`, read and written through little-endian views.
///
/// The array may be longer than the memory, so that growth by single pages copies each byte a
/// bounded number of times. Therefore every access is held against `size` first. A violation is an
/// `IndexOutOfBoundsException`, which at the top of a call is the trap "out of bounds memory
/// access".
///
/// Owned by its instance's thread; atomic instructions are plain ones, as no memory is shared.
final class FlatMemory implements Memory, WasmMemory {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);
  private static final VarHandle FLOAT = view(float[].class);
  private static final VarHandle DOUBLE = view(double[].class);

  private final int initialPages;
  private final int maximumPages;
  private final Optional<MemoryImage> image;
  private byte[] bytes;
  private int size;
  private long refusedGrowths;
  private int callsLeft = Integer.MAX_VALUE;
  private Segments segments = Segments.none();

  FlatMemory(int initialPages, int maximumPages) {
    this.initialPages = initialPages;
    this.maximumPages = Math.min(maximumPages, RUNTIME_MAX_PAGES);
    this.size = initialPages * PAGE_SIZE;
    this.bytes = new byte[size];
    this.image = Optional.empty();
  }

  /// In the state of `image`: the segments that the module would copy are in it already.
  FlatMemory(MemoryImage image, int initialPages, int maximumPages) {
    this.initialPages = initialPages;
    this.maximumPages = Math.min(maximumPages, RUNTIME_MAX_PAGES);
    this.size = image.size();
    this.bytes = image.copy();
    this.image = Optional.of(image);
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  // Size and growth

  @Override
  public int pages() {
    return size / PAGE_SIZE;
  }

  @Override
  public int initialPages() {
    return initialPages;
  }

  @Override
  public int maximumPages() {
    return maximumPages;
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public int grow(int morePages) {
    int before = pages();
    if (morePages < 0 || morePages > maximumPages - before) {
      refusedGrowths++;
      return -1;
    }
    int newSize = (before + morePages) * PAGE_SIZE;
    if (newSize > bytes.length) {
      try {
        bytes = Arrays.copyOf(bytes, capacityFor(newSize));
      } catch (OutOfMemoryError _) {
        return -1; // what memory.grow answers when the host has no more
      }
    }
    size = newSize;
    return before;
  }

  /// Half as much again as before, so that the copies of all growths together stay below three
  /// times the final size; never beyond the maximum.
  private int capacityFor(int needed) {
    long geometric = bytes.length + bytes.length / 2L;
    return (int) Math.min(Math.max(needed, geometric), (long) maximumPages * PAGE_SIZE);
  }

  /// How often growth beyond the maximum was asked for.
  long refusedGrowths() {
    return refusedGrowths;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean contains(int pointer, int length) {
    return pointer >= 0 && length >= 0 && length <= size - pointer;
  }

  @Override
  public byte[] array() {
    return bytes;
  }

  // Calls that are under way: of the instance, but counted here (GuestStack)

  /// An outermost call begins, in which so many more may be nested.
  void allowCalls(int nested) {
    callsLeft = nested;
  }

  /// How many more may be nested; negative if this one is too much.
  int enter() {
    return --callsLeft;
  }

  void leave() {
    callsLeft++;
  }

  /// Lets the bytes go; every access fails from here on.
  void release() {
    size = 0;
    bytes = new byte[0];
  }

  // Segments

  /// Called once by the instance, on memory that is still all zero.
  @Override
  public void zero() {}

  @Override
  public void initialize(Instance instance, DataSegment[] dataSegments) {
    initialize(instance, dataSegments, 0);
  }

  @Override
  public void initialize(Instance instance, DataSegment[] dataSegments, int memoryIndex) {
    segments = new Segments(dataSegments);
    if (image.isPresent()) {
      segments.drop(image.get().droppedSegments());
    } else {
      segments.copyActive(instance, this::copyActive);
    }
  }

  private void copyActive(int offset, byte[] data) {
    if (!contains(offset, data.length)) {
      throw new UninstantiableException("out of bounds memory access");
    }
    System.arraycopy(data, 0, bytes, offset, data.length);
  }

  @Override
  public void initPassiveSegment(int segmentId, int dest, int offset, int length) {
    byte[] data = segments.data(segmentId);
    if (offset < 0 || length < 0 || length > data.length - offset) {
      throw outOfBounds(offset, length);
    }
    check(dest, length);
    System.arraycopy(data, offset, bytes, dest, length);
  }

  @Override
  public void drop(int segment) {
    segments.drop(segment);
  }

  MemoryImage image() {
    return new MemoryImage(bytes, size, segments.dropped());
  }

  // Ranges

  @Override
  public void write(int pointer, byte[] source, int offset, int length) {
    check(pointer, length);
    System.arraycopy(source, offset, bytes, pointer, length);
  }

  @Override
  public void write(int pointer, byte[] source) {
    write(pointer, source, 0, source.length);
  }

  @Override
  public void read(int pointer, byte[] target, int offset, int length) {
    check(pointer, length);
    System.arraycopy(bytes, pointer, target, offset, length);
  }

  @Override
  public byte[] readBytes(int pointer, int length) {
    return read(pointer, length);
  }

  /// `to` is the caller's sum of start and length, which may have wrapped around.
  @Override
  public void fill(byte value, int from, int to) {
    if (from < 0 || to < from || to > size) {
      throw outOfBounds(from, to - from);
    }
    Arrays.fill(bytes, from, to, value);
  }

  @Override
  public void copy(int dest, int src, int length) {
    check(src, length);
    check(dest, length);
    System.arraycopy(bytes, src, bytes, dest, length);
  }

  private void check(int pointer, int length) {
    if (!contains(pointer, length)) {
      throw outOfBounds(pointer, length);
    }
  }

  // Single values; `at` is the one check that the hot path pays

  private int at(int pointer, int width) {
    if (Integer.compareUnsigned(pointer, size - width) > 0 || size < width) {
      throw outOfBounds(pointer, width);
    }
    return pointer;
  }

  private IndexOutOfBoundsException outOfBounds(int pointer, int length) {
    return new IndexOutOfBoundsException(
        "memory: %d bytes at %d (expected: within %d)"
            .formatted(Integer.toUnsignedLong(length), Integer.toUnsignedLong(pointer), size));
  }

  @Override
  public byte read(int pointer) {
    return bytes[at(pointer, Byte.BYTES)];
  }

  @Override
  public byte readByte(int pointer) {
    return bytes[at(pointer, Byte.BYTES)];
  }

  @Override
  public void writeByte(int pointer, byte value) {
    bytes[at(pointer, Byte.BYTES)] = value;
  }

  @Override
  public short readShort(int pointer) {
    return (short) SHORT.get(bytes, at(pointer, Short.BYTES));
  }

  @Override
  public long readU16(int pointer) {
    return readShort(pointer) & 0xffff;
  }

  @Override
  public void writeShort(int pointer, short value) {
    SHORT.set(bytes, at(pointer, Short.BYTES), value);
  }

  @Override
  public int readInt(int pointer) {
    return (int) INT.get(bytes, at(pointer, Integer.BYTES));
  }

  @Override
  public void writeI32(int pointer, int value) {
    INT.set(bytes, at(pointer, Integer.BYTES), value);
  }

  @Override
  public void writeInt(int pointer, int value) {
    INT.set(bytes, at(pointer, Integer.BYTES), value);
  }

  @Override
  public long readLong(int pointer) {
    return (long) LONG.get(bytes, at(pointer, Long.BYTES));
  }

  @Override
  public void writeLong(int pointer, long value) {
    LONG.set(bytes, at(pointer, Long.BYTES), value);
  }

  @Override
  public long readF32(int pointer) {
    return readInt(pointer);
  }

  @Override
  public float readFloat(int pointer) {
    return (float) FLOAT.get(bytes, at(pointer, Float.BYTES));
  }

  @Override
  public void writeF32(int pointer, float value) {
    FLOAT.set(bytes, at(pointer, Float.BYTES), value);
  }

  @Override
  public long readF64(int pointer) {
    return readLong(pointer);
  }

  @Override
  public double readDouble(int pointer) {
    return (double) DOUBLE.get(bytes, at(pointer, Double.BYTES));
  }

  @Override
  public void writeF64(int pointer, double value) {
    DOUBLE.set(bytes, at(pointer, Double.BYTES), value);
  }

  // Threads proposal: one thread owns the memory, so nobody can be waited for or woken

  @Override
  @SuppressWarnings("removal")
  public Object lock(int address) {
    return this;
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, int expected, long timeout) {
    throw new UnsupportedOperationException("atomic wait: memory is not shared");
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, long expected, long timeout) {
    throw new UnsupportedOperationException("atomic wait: memory is not shared");
  }

  @Override
  @SuppressWarnings("removal")
  public int notify(int address, int maxThreads) {
    return 0;
  }
}
