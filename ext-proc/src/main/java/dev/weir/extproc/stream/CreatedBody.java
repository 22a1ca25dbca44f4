package dev.weir.extproc.stream;

import dev.weir.extproc.answer.HeaderMutation;
import dev.weir.extproc.answer.HeadersTurn;
import dev.weir.extproc.answer.ProtocolViolationException;
import dev.weir.extproc.answer.Wishes;
import dev.weir.extproc.wire.ProxyMessage.Part;
import dev.weir.extproc.wire.Slice;

/// The body that plugins give to a message which has none, if they do.
final class CreatedBody extends BodyFlow {
  private final Chunks out = new Chunks();
  private boolean complete;

  CreatedBody(Flow flow) {
    super(flow);
  }

  @Override
  void arrived(Part.Body message) {
    throw new ProtocolViolationException(
        "%s body: after the end of the stream (expected: none)".formatted(message.direction()));
  }

  @Override
  void out(Slice bytes, boolean endOfStream) {
    out.add(bytes);
    complete |= endOfStream;
  }

  /// The whole body goes with the headers' answer.
  @Override
  boolean mayAnswerHeaders() {
    return flow().headersEndOut() || complete;
  }

  void answer(HeadersTurn turn, HeaderMutation mutation, Wishes wishes) {
    if (out.length() > 0) {
      turn.replace(mutation, out.take(), wishes);
    } else {
      turn.proceed(mutation, wishes);
    }
  }

  @Override
  void settle() {}
}
