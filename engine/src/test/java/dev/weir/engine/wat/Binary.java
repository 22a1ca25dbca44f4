package dev.weir.engine.wat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Bytes being written in the binary format's primitives.
final class Binary {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Binary u8(int... values) {
    for (int value : values) {
      out.write(value);
    }
    return this;
  }

  Binary unsigned(long value) {
    long left = value;
    while (left >= 0x80) {
      out.write((int) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    return u8((int) left);
  }

  Binary signed(long value) {
    long left = value;
    while (left < -64 || left > 63) {
      out.write((int) ((left & 0x7f) | 0x80));
      left >>= 7;
    }
    return u8((int) left & 0x7f);
  }

  Binary f32(float value) {
    return raw(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
  }

  Binary f64(double value) {
    return raw(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
  }

  Binary name(String text) {
    return sized(text.getBytes(StandardCharsets.UTF_8));
  }

  Binary sized(byte[] bytes) {
    return unsigned(bytes.length).raw(bytes);
  }

  Binary raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
