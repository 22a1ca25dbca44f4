package dev.weir.extproc.stream;

import dev.weir.extproc.answer.BodyPiece;
import dev.weir.extproc.answer.BodyStream;
import dev.weir.extproc.answer.Effect;
import dev.weir.extproc.answer.ProtocolViolationException;
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
  /// Windows are some ten KiB, and may be passed by one gRPC message.
  private static final long MAX_BEYOND_BYTES = 16 << 20;

  /// What a message costs beside its content; a gRPC message may have none.
  private static final int MESSAGE_BYTES = 64;

  private final Framing framing;
  private final Deque<BodyPiece> out = new ArrayDeque<>();

  /// About the bytes of memory that came since `out` began to wait.
  private long beyond;

  private @Nullable BodyStream body;
  private boolean drained;

  DuplexBody(Flow flow, Framing framing) {
    super(flow);
    this.framing = framing;
  }

  /// What would let the proxy send more is held back then; a proxy that sends on has no right to.
  @Override
  boolean isBackedUp() {
    return body != null && flow().headersAnswered() && !out.isEmpty();
  }

  @Override
  void arrived(Part.Body message) {
    beyond = isBackedUp() ? beyond + MESSAGE_BYTES + message.bytes().length() : 0;
    if (beyond > MAX_BEYOND_BYTES) {
      throw new ProtocolViolationException(
          "%s body: goes on beyond the window (limit: %d bytes)"
              .formatted(message.direction(), MAX_BEYOND_BYTES));
    }
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
