package dev.weir.cli.bench.load;

import java.nio.charset.StandardCharsets;

/// Looks for a [Mark] in messages.
final class MarkFinder {
  private final byte[] header;
  private final char lastByte;

  MarkFinder(Mark mark) {
    this.header = mark.header().getBytes(StandardCharsets.US_ASCII);
    this.lastByte = mark.lastByte();
  }

  boolean marks(HttpHead head, HttpBody body) {
    return head.contains(header)
        && (lastByte == 0 || body.bytes() == 0 || body.lastByte() == lastByte);
  }
}
