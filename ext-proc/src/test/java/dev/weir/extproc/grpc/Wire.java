package dev.weir.extproc.grpc;

import io.netty.handler.codec.http2.Http2FrameTypes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/// What a client sends, made byte by byte (RFC 9113).
final class Wire {
  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;
  static final int PADDED = 8;
  static final int INITIAL_WINDOW_SIZE = 4;
  static final int PREFIX_BYTES = 5;

  private static final int FRAME_HEAD_BYTES = 9;

  private Wire() {}

  static byte[] preface() {
    return "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(FRAME_HEAD_BYTES + payload.length)
        .putShort((short) (payload.length >> 8))
        .put((byte) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  static byte[] settings() {
    return frame(Http2FrameTypes.SETTINGS, 0, 0, new byte[0]);
  }

  static byte[] settingsAck() {
    return frame(Http2FrameTypes.SETTINGS, ACK, 0, new byte[0]);
  }

  /// SETTINGS_INITIAL_WINDOW_SIZE, of each stream.
  static byte[] initialWindow(int bytes) {
    byte[] setting =
        ByteBuffer.allocate(6).putShort((short) INITIAL_WINDOW_SIZE).putInt(bytes).array();
    return frame(Http2FrameTypes.SETTINGS, 0, 0, setting);
  }

  static byte[] windowUpdate(int stream, int bytes) {
    return frame(Http2FrameTypes.WINDOW_UPDATE, 0, stream, number(bytes));
  }

  static byte[] reset(int stream) {
    return frame(Http2FrameTypes.RST_STREAM, 0, stream, number(8));
  }

  static byte[] ping(int flags, long data) {
    return frame(Http2FrameTypes.PING, flags, 0, ByteBuffer.allocate(8).putLong(data).array());
  }

  static byte[] request(int stream, String path) {
    return request(stream, path, 0);
  }

  static byte[] request(int stream, String path, int flags) {
    return headers(
        stream, flags, ":method", "POST", ":path", path, "content-type", "application/grpc");
  }

  /// Literals without indexing, all shorter than 127 bytes (RFC 7541, 6.2.2).
  static byte[] headers(int stream, int flags, String... fields) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 2) {
      block.write(0);
      text(block, fields[i]);
      text(block, fields[i + 1]);
    }
    return frame(Http2FrameTypes.HEADERS, flags | END_HEADERS, stream, block.toByteArray());
  }

  private static void text(ByteArrayOutputStream block, String text) {
    block.write(text.length());
    block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] data(int stream, int flags, byte[] content) {
    return frame(Http2FrameTypes.DATA, flags, stream, content);
  }

  static byte[] padded(int stream, byte[] content, int padding) {
    byte[] payload = new byte[1 + content.length + padding];
    payload[0] = (byte) padding;
    System.arraycopy(content, 0, payload, 1, content.length);
    return data(stream, PADDED, payload);
  }

  /// A Length-Prefixed-Message of gRPC.
  static byte[] message(byte[] content) {
    return join(prefix(content.length), content);
  }

  /// The head of a message of this length.
  static byte[] prefix(int length) {
    return ByteBuffer.allocate(PREFIX_BYTES).put((byte) 0).putInt(length).array();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] times(int count, byte[] frame) {
    return join(Collections.nCopies(count, frame).toArray(byte[][]::new));
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }
}
