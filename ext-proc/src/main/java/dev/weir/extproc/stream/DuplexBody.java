package dev.weir.extproc.stream;

import dev.weir.extproc.answer.BodyPiece;
import dev.weir.extproc.answer.BodyStream;
import dev.weir.extproc.answer.Effect;
import dev.weir.extproc.chain.Refusals;
import dev.weir.extproc.stream.Framing.IllegalFrameException;
import dev.weir.extproc.wire.ProxyMessage.Marks;
import dev.weir.extproc.wire.ProxyMessage.Part;
import dev.weir.extproc.wire.Slice;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A body that the proxy hands over for good: what comes out of the chain is sent when it comes, in
/// as many messages as it takes, and as far as the proxy's window reaches.
final class DuplexBody extends BodyFlow {
  private final Framing framing;
  private final Deque<BodyPiece> out = new ArrayDeque<>();
  private @Nullable BodyStream body;
  private boolean drained;

  DuplexBody(Flow flow, Framing framing) {
    super(flow);
    this.framing = framing;
  }

  @Override
  void arrived(Part.Body message) {
    drained = message.marks().drained();
    body =
        flow()
            .conversation()
            .streamedBody(
                message.direction(),
                message.bytes().length(),
                message.endOfStream() || message.marks().drained());
    flow().exchange().body(message.direction(), framing.bytes(message), message.endOfStream());
  }

  @Override
  void out(Slice bytes, boolean endOfStream) {
    try {
      List<BodyPiece> pieces = framing.pieces(bytes, endOfStream);
      Effect effect = pieces.isEmpty() ? Effect.NONE : flow().takeBodyEffect();
      pieces.forEach(piece -> out.add(piece.with(effect)));
    } catch (IllegalFrameException e) {
      flow().exchange().answer(Refusals.bodyMalformed());
    }
  }

  @Override
  boolean comesBeforeHeadersAreAnswered() {
    return true;
  }

  @Override
  boolean mayAnswerTrailers() {
    return out.isEmpty();
  }

  @Override
  void settle() {
    if (body == null || !flow().headersAnswered()) {
      return;
    }
    for (BodyPiece next = out.poll(); next != null; next = out.poll()) {
      BodyPiece piece = last(next);
      int sent = body.write(piece);
      if (sent < piece.bytes().length()) {
        out.addFirst(piece.rest(sent));
        return;
      }
    }
    if (drained) {
      body.write(last(new BodyPiece(Slice.empty(), false)));
    }
  }

  /// The last piece of a body that was asked to stop says that nothing more is here.
  private BodyPiece last(BodyPiece piece) {
    if (!drained || !out.isEmpty() || piece.endOfStream()) {
      return piece;
    }
    drained = false;
    Marks marks = new Marks(false, piece.marks().compressed(), true);
    return new BodyPiece(piece.bytes(), false, marks, piece.effect());
  }
}
