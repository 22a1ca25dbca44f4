package dev.weir.extproc.stream;

import dev.weir.extproc.answer.BodyChange;
import dev.weir.extproc.answer.BodyTurn;
import dev.weir.extproc.answer.Conversation;
import dev.weir.extproc.answer.HeaderMutation;
import dev.weir.extproc.chain.Exchange;
import dev.weir.extproc.chain.Refusals;
import dev.weir.extproc.mapping.Drops;
import dev.weir.extproc.mapping.HeaderMutations;
import dev.weir.extproc.wire.BodyMode;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.Slice;
import java.util.ArrayDeque;
import java.util.Deque;

/// A body in chunks with one answer for each: STREAMED, what NONE sends by exception, and proxies
/// that do not say.
///
/// While a plugin holds the body, older chunks are answered with nothing in their place and the
/// newest waits, so that there is an answer left to put the bytes into when the plugin lets go.
final class StreamedFlow extends Flow {
  private final Deque<Owed> owed = new ArrayDeque<>();
  private final Chunks out = new Chunks();

  private record Owed(BodyTurn turn, Slice bytes, boolean endOfStream) {}

  StreamedFlow(Direction direction, Conversation conversation, Exchange exchange, Drops drops) {
    super(direction, conversation, exchange, drops);
  }

  @Override
  void onBody(Slice bytes, boolean endOfStream) {
    owed.add(new Owed(conversation().body(direction(), endOfStream), bytes, endOfStream));
    exchange().body(direction(), bytes, endOfStream);
  }

  @Override
  public void body(Slice bytes, boolean endOfStream) {
    out.add(bytes);
  }

  /// The proxy sends changed chunks as they come, so nobody knows the length beforehand.
  @Override
  HeaderMutation headersMutation() {
    boolean bodyComes = conversation().mode(direction()) != BodyMode.NONE;
    return bodyComes && bodyMayChange()
        ? HeaderMutations.withoutContentLength(headerMap(), drops())
        : super.headersMutation();
  }

  /// The last chunk is never given up: no later answer could take its bytes.
  @Override
  boolean giveUpChunk() {
    if (owed.size() != 1 || owed.getFirst().endOfStream() || !headersAnswered()) {
      return false;
    }
    Slice ready = out.take();
    owed.remove().turn().proceed(HeaderMutation.NONE, BodyChange.replace(ready));
    return true;
  }

  /// Trailers have come while bytes are here that no answer can carry any more: better no message
  /// than one with a hole in it.
  @Override
  boolean mayAnswerTrailers() {
    if (out.length() == 0) {
      return true;
    }
    exchange().answer(Refusals.bodyStranded());
    return false;
  }

  @Override
  void settleBody() {
    if (!headersAnswered()) {
      return;
    }
    while (owed.size() > 1) {
      owed.remove().turn().proceed(HeaderMutation.NONE, BodyChange.CLEAR);
    }
    if (!owed.isEmpty() && !exchange().holds(direction())) {
      Owed newest = owed.remove();
      newest.turn().proceed(HeaderMutation.NONE, out.takeInPlaceOf(newest.bytes()));
    }
  }
}
