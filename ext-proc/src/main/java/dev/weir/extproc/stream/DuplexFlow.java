package dev.weir.extproc.stream;

import dev.weir.extproc.answer.BodyStream;
import dev.weir.extproc.answer.Conversation;
import dev.weir.extproc.answer.HeaderMutation;
import dev.weir.extproc.chain.Exchange;
import dev.weir.extproc.mapping.Drops;
import dev.weir.extproc.mapping.HeaderMutations;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.Slice;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// A body that the proxy hands over for good: what comes out of the chain is sent when it comes, in
/// as many messages as it takes.
final class DuplexFlow extends Flow {
  private final Queue<Piece> out = new ArrayDeque<>();
  private @Nullable BodyStream body;

  private record Piece(Slice bytes, boolean endOfStream) {}

  DuplexFlow(Direction direction, Conversation conversation, Exchange exchange, Drops drops) {
    super(direction, conversation, exchange, drops);
  }

  @Override
  void onBody(Slice bytes, boolean endOfStream) {
    body = conversation().streamedBody(direction(), endOfStream);
    exchange().body(direction(), bytes, endOfStream);
  }

  @Override
  public void body(Slice bytes, boolean endOfStream) {
    out.add(new Piece(bytes, endOfStream));
  }

  @Override
  HeaderMutation headersMutation() {
    return bodyMayChange()
        ? HeaderMutations.withoutContentLength(headerMap(), drops())
        : super.headersMutation();
  }

  @Override
  void settleBody() {
    if (body == null || !headersAnswered()) {
      return;
    }
    for (Piece piece = out.poll(); piece != null; piece = out.poll()) {
      body.write(piece.bytes(), piece.endOfStream());
    }
  }
}
