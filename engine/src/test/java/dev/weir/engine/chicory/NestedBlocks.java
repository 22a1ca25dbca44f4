package dev.weir.engine.chicory;

import java.io.ByteArrayOutputStream;

/// A module whose one function is so many blocks inside each other; the assembler would run out of
/// stack on its text.
record NestedBlocks(int depth) {
  private static final byte[] BEFORE_CODE = {
    0,
    'a',
    's',
    'm',
    1,
    0,
    0,
    0, // header
    1,
    4,
    1,
    0x60,
    0,
    0, // type () -> ()
    3,
    2,
    1,
    0 // one function of it
  };

  byte[] bytes() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(0);
    for (int i = 0; i < depth; i++) {
      body.write(0x02);
      body.write(0x40);
    }
    for (int i = 0; i <= depth; i++) {
      body.write(0x0b);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(BEFORE_CODE);
    out.write(10);
    u32(1 + 5 + body.size(), out);
    out.write(1);
    u32(body.size(), out);
    out.writeBytes(body.toByteArray());
    return out.toByteArray();
  }

  /// In five bytes, whatever the value.
  private static void u32(int value, ByteArrayOutputStream out) {
    for (int shift = 0; shift < 28; shift += 7) {
      out.write((value >> shift & 0x7f) | 0x80);
    }
    out.write(value >>> 28);
  }
}
