package dev.weir.proxywasm.context;

import dev.weir.engine.WasmMemory;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.Pairs;

/// The linear memory of one instance under the ABI's rules: pointers from the guest are checked,
/// results go to memory that the guest's own allocator hands out.
public final class GuestMemory {
  /// The guest's `malloc` or `proxy_on_memory_allocate`.
  @FunctionalInterface
  interface Allocator {
    /// A pointer, 0 on failure.
    int allocate(int size);
  }

  private static final int I32_BYTES = 4;
  private static final int I64_BYTES = 8;

  private final WasmMemory memory;
  private final Allocator allocator;

  GuestMemory(WasmMemory memory, Allocator allocator) {
    this.memory = memory;
    this.allocator = allocator;
  }

  public boolean contains(int pointer, int length) {
    return memory.contains(pointer, length);
  }

  /// The bytes of the memory by pointer, until the next call into the guest.
  public byte[] array() {
    return memory.array();
  }

  public byte[] read(int pointer, int length) {
    return memory.read(pointer, length);
  }

  public int readInt(int pointer) {
    return memory.readInt(pointer);
  }

  public void write(int pointer, byte[] source, int at, int length) {
    memory.write(pointer, source, at, length);
  }

  public void writeByte(int pointer, byte value) {
    memory.writeByte(pointer, value);
  }

  public void fill(int pointer, int length) {
    memory.write(pointer, new byte[length]);
  }

  public ProxyStatus storeInt(int pointer, int value) {
    if (!memory.contains(pointer, I32_BYTES)) {
      return ProxyStatus.INVALID_MEMORY_ACCESS;
    }
    memory.writeInt(pointer, value);
    return ProxyStatus.OK;
  }

  public ProxyStatus storeLong(int pointer, long value) {
    if (!memory.contains(pointer, I64_BYTES)) {
      return ProxyStatus.INVALID_MEMORY_ACCESS;
    }
    memory.writeLong(pointer, value);
    return ProxyStatus.OK;
  }

  /// Writes a result's two words.
  public ProxyStatus storeWords(int firstAt, int first, int secondAt, int second) {
    if (!memory.contains(firstAt, I32_BYTES) || !memory.contains(secondAt, I32_BYTES)) {
      return ProxyStatus.INVALID_MEMORY_ACCESS;
    }
    memory.writeInt(firstAt, first);
    memory.writeInt(secondAt, second);
    return ProxyStatus.OK;
  }

  /// Copies `source[at, at + length)` into memory that the guest allocates, and tells where. No
  /// bytes give pointer 0 and length 0, without a call of the allocator.
  public ProxyStatus give(byte[] source, int at, int length, int pointerAt, int lengthAt) {
    if (length == 0) {
      return storeWords(pointerAt, 0, lengthAt, 0);
    }
    int target = allocator.allocate(length);
    if (target == 0 || !memory.contains(target, length)) {
      return ProxyStatus.INVALID_MEMORY_ACCESS;
    }
    memory.write(target, source, at, length);
    return storeWords(pointerAt, target, lengthAt, length);
  }

  /// As [#give], for a caller that does not want to know the length.
  public ProxyStatus giveUnsized(Bytes bytes, int pointerAt) {
    if (bytes.isEmpty()) {
      return storeInt(pointerAt, 0);
    }
    int target = allocator.allocate(bytes.length());
    if (target == 0 || !memory.contains(target, bytes.length())) {
      return ProxyStatus.INVALID_MEMORY_ACCESS;
    }
    memory.write(target, bytes.toByteArray());
    return storeInt(pointerAt, target);
  }

  public ProxyStatus give(Bytes bytes, int pointerAt, int lengthAt) {
    byte[] copy = bytes.toByteArray();
    return give(copy, 0, copy.length, pointerAt, lengthAt);
  }

  /// Hands a header map over in the layout of pairs.
  public ProxyStatus give(HeaderMap map, int pointerAt, int lengthAt) {
    int length = Pairs.byteSize(map);
    if (length == 0) {
      return storeWords(pointerAt, 0, lengthAt, 0);
    }
    int target = allocator.allocate(length);
    if (target == 0 || !memory.contains(target, length)) {
      return ProxyStatus.INVALID_MEMORY_ACCESS;
    }
    Pairs.write(map, memory.array(), target);
    return storeWords(pointerAt, target, lengthAt, length);
  }
}
