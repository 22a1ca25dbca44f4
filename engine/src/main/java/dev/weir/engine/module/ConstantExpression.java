package dev.weir.engine.module;

/// Initializers of globals: a few instructions and an `end`.
final class ConstantExpression {
  private static final int END = 0x0b;

  private ConstantExpression() {}

  /// Passes over one expression; the engine's own parser checks what it computes.
  static void skip(ByteReader in) {
    for (int opcode = in.u8(); opcode != END; opcode = in.u8()) {
      switch (opcode) {
        case 0x23, 0x41, 0x42, 0xd0, 0xd2 -> skipLeb128(in); // global.get, const, ref
        case 0x43 -> in.skip(Float.BYTES);
        case 0x44 -> in.skip(Double.BYTES);
        case 0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e -> {} // i32 and i64 add, sub, mul
        case 0xfd -> skipVector(in);
        default -> throw in.malformed("opcode 0x%02x (expected: a constant)".formatted(opcode));
      }
    }
  }

  private static void skipLeb128(ByteReader in) {
    while (in.u8() >= 0x80) {
      // up to ten bytes for an i64; the parser holds each to its own length
    }
  }

  private static void skipVector(ByteReader in) {
    int opcode = in.u31();
    if (opcode != 0x0c) {
      throw in.malformed("opcode 0xfd 0x%02x (expected: v128.const)".formatted(opcode));
    }
    in.skip(16);
  }
}
