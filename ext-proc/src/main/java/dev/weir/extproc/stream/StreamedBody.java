package dev.weir.extproc.stream;

import dev.weir.extproc.answer.BodyChange;
import dev.weir.extproc.answer.BodyTurn;
import dev.weir.extproc.answer.HeaderMutation;
import dev.weir.extproc.chain.Refusals;
import dev.weir.extproc.wire.BodyMode;
import dev.weir.extproc.wire.ProxyMessage.Part;
import dev.weir.extproc.wire.Slice;
import java.util.ArrayDeque;
import java.util.Deque;

/// A body in chunks with one answer for each: STREAMED, what NONE sends by exception, and proxies
/// that do not say.
///
/// While a plugin holds the body, older chunks are answered with nothing in their place and the
/// newest waits, so that there is an answer left to put the bytes into when the plugin lets go.
final class StreamedBody extends BodyFlow {
  private final Deque<Owed> owed = new ArrayDeque<>(2);
  private final Chunks out = new Chunks();
  private boolean closed;

  private record Owed(BodyTurn turn, Slice bytes, boolean endOfStream) {}

  StreamedBody(Flow flow) {
    super(flow);
  }

  @Override
  void arrived(Part.Body message) {
    owed.add(
        new Owed(
            flow().conversation().body(message.direction(), message.endOfStream()),
            message.bytes(),
            message.endOfStream()));
    if (!closed) {
      flow().exchange().body(message.direction(), message.bytes(), message.endOfStream());
    } else if (!message.bytes().isEmpty()) {
      flow().exchange().answer(Refusals.bodyAfterItsEnd());
    }
  }

  @Override
  void out(Slice bytes, boolean endOfStream) {
    out.add(bytes);
  }

  @Override
  boolean comesBeforeHeadersAreAnswered() {
    return flow().mode() == BodyMode.STREAMED && flow().proxySendsBodyWithoutWaiting();
  }

  @Override
  boolean holdsChunk() {
    return owed.size() == 1 && !owed.getFirst().endOfStream();
  }

  @Override
  void close() {
    closed = true;
  }

  /// The last chunk is never given up: no later answer could take its bytes.
  @Override
  boolean giveUpChunk() {
    if (!holdsChunk() || !flow().headersAnswered()) {
      return false;
    }
    Slice ready = out.take();
    owed.remove()
        .turn()
        .proceed(HeaderMutation.NONE, BodyChange.replace(ready, flow().takeBodyEffect()));
    return true;
  }

  /// Trailers have come while bytes are here that no answer can carry any more: better no message
  /// than one with a hole in it.
  @Override
  boolean mayAnswerTrailers() {
    if (out.length() == 0) {
      return true;
    }
    flow().exchange().answer(Refusals.bodyStranded());
    return false;
  }

  @Override
  void settle() {
    if (!flow().headersAnswered()) {
      return;
    }
    while (owed.size() > 1) {
      owed.remove().turn().proceed(HeaderMutation.NONE, BodyChange.LATER);
    }
    if (!owed.isEmpty() && !flow().isHeld()) {
      Owed newest = owed.remove();
      BodyChange change = out.takeInPlaceOf(newest.bytes(), flow().takeBodyEffect());
      newest.turn().proceed(HeaderMutation.NONE, change);
    }
  }
}
