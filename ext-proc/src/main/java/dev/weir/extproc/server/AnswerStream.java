package dev.weir.extproc.server;

import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.wire.Slice;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// An answer's bytes, handed to the transport without another copy.
final class AnswerStream extends InputStream implements Drainable, KnownLength {
  private final Answer answer;
  private int position;

  AnswerStream(Answer answer) {
    this.answer = answer;
  }

  @Override
  public int drainTo(OutputStream target) throws IOException {
    if (position != 0) {
      return Math.toIntExact(transferTo(target));
    }
    Slice tail = answer.tail();
    target.write(answer.head());
    target.write(tail.array(), tail.offset(), tail.length());
    position = answer.length();
    return position;
  }

  @Override
  public int available() {
    return answer.length() - position;
  }

  @Override
  public int read(byte[] target, int from, int length) {
    int count = Math.min(length, available());
    if (count == 0) {
      return length == 0 ? 0 : -1;
    }
    for (int i = 0; i < count; i++) {
      target[from + i] = (byte) read();
    }
    return count;
  }

  @Override
  public int read() {
    if (position == answer.length()) {
      return -1;
    }
    int at = position++;
    byte[] head = answer.head();
    Slice tail = answer.tail();
    byte next = at < head.length ? head[at] : tail.array()[tail.offset() + at - head.length];
    return next & 0xff;
  }
}
