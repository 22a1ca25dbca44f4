package dev.weir.extproc.grpc;

import io.grpc.Status;
import io.grpc.StatusException;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Puts a call's messages together from its DATA frames ("gRPC over HTTP2",
/// Length-Prefixed-Message).
///
/// Memory follows what has arrived, not what a prefix announces: at most four times as much.
final class MessageReader {
  private static final int PREFIX_BYTES = 5;
  private static final int SMALLEST = 1024;
  private static final long GROWTH = 4;
  private static final byte[] EMPTY = {};

  private final int maxBytes;
  private final Queue<byte[]> whole = new ArrayDeque<>(2);
  private int prefixRead;
  private int length;
  private byte[] begun = EMPTY;
  private int filled;

  MessageReader(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// Takes all of a frame's content.
  ///
  /// @throws StatusException to end the call with: a message is too large, or compressed
  void add(ByteBuf data) throws StatusException {
    while (data.isReadable()) {
      if (prefixRead < PREFIX_BYTES) {
        readPrefix(data.readUnsignedByte());
      } else {
        fill(data);
      }
      if (prefixRead == PREFIX_BYTES && filled == length) {
        whole.add(begun);
        begun = EMPTY;
        filled = 0;
        prefixRead = 0;
      }
    }
  }

  /// The oldest message that is complete.
  byte @Nullable [] next() {
    return whole.poll();
  }

  boolean hasNext() {
    return !whole.isEmpty();
  }

  /// Whether a message has begun and is not complete.
  boolean isInside() {
    return prefixRead > 0;
  }

  private void readPrefix(int next) throws StatusException {
    if (prefixRead == 0 && next != 0) {
      throw Status.UNIMPLEMENTED
          .withDescription("a compressed message (expected: none, no encoding is offered)")
          .asException();
    }
    length = prefixRead == 0 ? 0 : length << Byte.SIZE | next;
    prefixRead++;
    if (prefixRead == PREFIX_BYTES && Integer.compareUnsigned(length, maxBytes) > 0) {
      throw Status.RESOURCE_EXHAUSTED
          .withDescription(
              "a message of %s bytes (limit: %d)"
                  .formatted(Integer.toUnsignedString(length), maxBytes))
          .asException();
    }
  }

  private void fill(ByteBuf data) {
    int part = Math.min(data.readableBytes(), length - filled);
    int needed = filled + part;
    if (needed > begun.length) {
      int size =
          needed == length ? length : (int) Math.min(length, Math.max(SMALLEST, needed * GROWTH));
      begun = Arrays.copyOf(begun, size);
    }
    data.readBytes(begun, filled, part);
    filled = needed;
  }
}
