package dev.weir.proxywasm.hostcall;

import dev.weir.proxywasm.context.GuestMemory;
import java.nio.charset.StandardCharsets;

/// Reads what a guest passed: i32 values, and text at a pointer already checked.
final class Arguments {
  private Arguments() {}

  static int i32(long[] arguments, int index) {
    return (int) arguments[index];
  }

  /// Whether the pointer and length at `index` lie outside of memory.
  static boolean outside(GuestMemory memory, long[] arguments, int index) {
    return !memory.contains((int) arguments[index], (int) arguments[index + 1]);
  }

  /// A copy of the bytes at the pointer and length at `index`.
  static byte[] bytes(GuestMemory memory, long[] arguments, int index) {
    return memory.read((int) arguments[index], (int) arguments[index + 1]);
  }

  /// The text at the pointer and length at `index`; bytes that are no UTF-8 are replaced.
  static String text(GuestMemory memory, long[] arguments, int index) {
    return new String(
        memory.array(), (int) arguments[index], (int) arguments[index + 1], StandardCharsets.UTF_8);
  }
}
