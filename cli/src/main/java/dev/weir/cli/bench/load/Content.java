package dev.weir.cli.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/// Messages that are sent over and over, outside of the heap so that sending copies nothing.
final class Content {
  /// What bodies consist of.
  private static final byte DIGIT = '7';

  private Content() {}

  /// To be sent as `duplicate()`; never released.
  static ByteBuf of(String head, int bodyBytes) {
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    ByteBuf content = Unpooled.directBuffer(start.length + bodyBytes);
    content.writeBytes(start);
    for (int i = 0; i < bodyBytes; i++) {
      content.writeByte(DIGIT);
    }
    return Unpooled.unreleasableBuffer(content);
  }
}
