package dev.weir.cli.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Collects one HTTP/1.1 message head after the other from a connection's bytes.
///
/// Only what the benchmark's own peers send: a blank line ends the head. Owned by its connection's
/// event loop.
final class HttpHead {
  /// Envoy's own default limit on a head is 60 KiB; the benchmark's heads are below 1 KiB.
  private static final int MAX_BYTES = 16 * 1024;

  private static final byte[] CONTENT_LENGTH =
      "\r\ncontent-length: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CHUNKED =
      "\r\ntransfer-encoding: chunked\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int STATUS_OFFSET = "HTTP/1.1 ".length();

  private final byte[] bytes = new byte[MAX_BYTES];
  private int length;

  /// Takes bytes up to the head's blank line and leaves what follows.
  ///
  /// @return whether the head is whole
  boolean read(ByteBuf in) {
    int taken = Math.min(in.readableBytes(), MAX_BYTES - length);
    in.readBytes(bytes, length, taken);
    int end = endOfHead(Math.max(0, length - 3), length + taken);
    if (end < 0) {
      length += taken;
      if (length == MAX_BYTES) {
        throw new IllegalStateException(
            "message head: no end within %d bytes (expected: a blank line)".formatted(MAX_BYTES));
      }
      return false;
    }
    in.readerIndex(in.readerIndex() - (length + taken - end));
    length = end;
    return true;
  }

  private int endOfHead(int from, int to) {
    for (int i = from; i + 3 < to; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }

  int status() {
    return (int) number(STATUS_OFFSET);
  }

  /// 0 where the head declares none.
  long contentLength() {
    return numberAfter(CONTENT_LENGTH);
  }

  boolean chunked() {
    return contains(CHUNKED);
  }

  /// The number that follows `text`; 0 where that does not occur.
  long numberAfter(byte[] text) {
    int at = find(text);
    return at < 0 ? 0 : number(at + text.length);
  }

  boolean contains(byte[] text) {
    return find(text) >= 0;
  }

  void clear() {
    length = 0;
  }

  private long number(int from) {
    long value = 0;
    for (int i = from; i < length && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
      value = value * 10 + (bytes[i] - '0');
    }
    return value;
  }

  private int find(byte[] text) {
    for (int i = 0; i + text.length <= length; i++) {
      if (bytes[i] == text[0] && Arrays.equals(bytes, i, i + text.length, text, 0, text.length)) {
        return i;
      }
    }
    return -1;
  }
}
