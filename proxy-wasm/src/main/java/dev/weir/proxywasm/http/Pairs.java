package dev.weir.proxywasm.http;

import static java.lang.invoke.MethodHandles.byteArrayViewVarHandle;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.weir.proxywasm.abi.AbiLimits;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/// The ABI's layout of a header map: u32 count, then per pair u32 name length and u32 value length,
/// then per pair the name, a NUL, the value, a NUL; all little endian. An empty map is no bytes.
public final class Pairs {
  private static final VarHandle INT = byteArrayViewVarHandle(int[].class, LITTLE_ENDIAN);
  private static final int INT_BYTES = 4;
  private static final int LENGTHS_BYTES = 2 * INT_BYTES;

  private Pairs() {}

  /// Bytes that [#write] fills.
  public static int byteSize(HeaderMap map) {
    return map.size() == 0 ? 0 : INT_BYTES + map.size() * (LENGTHS_BYTES + 2) + map.byteSize();
  }

  /// Writes the map to `target[at, at + byteSize)`.
  public static void write(HeaderMap map, byte[] target, int at) {
    int size = map.size();
    if (size == 0) {
      return;
    }
    byte[] arena = map.arena();
    INT.set(target, at, size);
    int lengthsAt = at + INT_BYTES;
    int dataAt = lengthsAt + size * LENGTHS_BYTES;
    for (int i = 0; i < size; i++) {
      int nameLength = map.nameLength(i);
      int valueLength = map.valueLength(i);
      INT.set(target, lengthsAt, nameLength);
      INT.set(target, lengthsAt + INT_BYTES, valueLength);
      lengthsAt += LENGTHS_BYTES;
      System.arraycopy(arena, map.nameAt(i), target, dataAt, nameLength);
      dataAt += nameLength;
      target[dataAt++] = 0;
      System.arraycopy(arena, map.valueAt(i), target, dataAt, valueLength);
      dataAt += valueLength;
      target[dataAt++] = 0;
    }
  }

  /// Reads pairs from `source[at, at + length)`, which must lie inside the array.
  ///
  /// @return empty if malformed or beyond the ABI's bounds; no bytes are an empty map
  public static Optional<HeaderMap> read(byte[] source, int at, int length) {
    if (length == 0) {
      return Optional.of(new HeaderMap());
    }
    if (length < INT_BYTES || length > AbiLimits.MAX_PAIRS_BYTES) {
      return Optional.empty();
    }
    int count = (int) INT.get(source, at);
    if (count < 0
        || count > AbiLimits.MAX_PAIRS
        || INT_BYTES + count * (LENGTHS_BYTES + 2) > length) {
      return Optional.empty();
    }
    return read(source, at, at + length, count);
  }

  private static Optional<HeaderMap> read(byte[] source, int at, int end, int count) {
    HeaderMap map = new HeaderMap();
    int lengthsAt = at + INT_BYTES;
    int dataAt = lengthsAt + count * LENGTHS_BYTES;
    for (int i = 0; i < count; i++) {
      int nameLength = (int) INT.get(source, lengthsAt);
      int valueLength = (int) INT.get(source, lengthsAt + INT_BYTES);
      lengthsAt += LENGTHS_BYTES;
      int left = end - dataAt;
      if (nameLength < 0
          || valueLength < 0
          || nameLength >= left
          || valueLength >= left - nameLength - 1) {
        return Optional.empty();
      }
      int valueAt = dataAt + nameLength + 1;
      if (source[valueAt - 1] != 0 || source[valueAt + valueLength] != 0) {
        return Optional.empty();
      }
      map.add(source, dataAt, nameLength, source, valueAt, valueLength);
      dataAt = valueAt + valueLength + 1;
    }
    return Optional.of(map);
  }
}
