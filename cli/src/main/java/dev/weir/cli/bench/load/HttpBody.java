package dev.weir.cli.bench.load;

import io.netty.buffer.ByteBuf;

/// Skips and counts the bytes of one message body after the other, in either of HTTP/1.1's framings
/// (RFC 9112, 6). Owned by its connection's event loop.
final class HttpBody {
  private enum State {
    COUNTED,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILERS,
    WHOLE
  }

  private State state = State.WHOLE;
  private long left;
  private long bytes;
  private byte lastByte;
  private int lineBytes;

  /// A message's head has been read; its body follows.
  void begin(HttpHead head) {
    bytes = 0;
    lastByte = 0;
    lineBytes = 0;
    left = head.chunked() ? 0 : head.contentLength();
    state = head.chunked() ? State.CHUNK_SIZE : left > 0 ? State.COUNTED : State.WHOLE;
  }

  /// Takes bytes up to the end of the body and leaves what follows.
  ///
  /// @return whether the body is whole
  boolean read(ByteBuf in) {
    while (state != State.WHOLE && in.isReadable()) {
      switch (state) {
        case COUNTED -> skip(in, State.WHOLE);
        case CHUNK -> skip(in, State.CHUNK_END);
        case CHUNK_SIZE -> readSize(in.readByte());
        case CHUNK_END -> {
          if (in.readByte() == '\n') {
            state = State.CHUNK_SIZE;
            left = 0;
          }
        }
        case TRAILERS -> readTrailer(in.readByte());
        case WHOLE -> throw new IllegalStateException("body: nothing to read");
      }
    }
    return state == State.WHOLE;
  }

  private void skip(ByteBuf in, State next) {
    int taken = (int) Math.min(left, in.readableBytes());
    lastByte = in.getByte(in.readerIndex() + taken - 1);
    in.skipBytes(taken);
    bytes += taken;
    left -= taken;
    if (left == 0) {
      state = next;
    }
  }

  private void readSize(byte b) {
    int digit = Character.digit(b, 16);
    if (digit >= 0) {
      left = left * 16 + digit;
    } else if (b == '\n') {
      state = left > 0 ? State.CHUNK : State.TRAILERS;
    }
  }

  private void readTrailer(byte b) {
    if (b == '\n') {
      state = lineBytes == 0 ? State.WHOLE : State.TRAILERS;
      lineBytes = 0;
    } else if (b != '\r') {
      lineBytes++;
    }
  }

  /// Of the content, without framing.
  long bytes() {
    return bytes;
  }

  /// 0 before there was one.
  byte lastByte() {
    return lastByte;
  }
}
