package dev.weir.extproc.stream;

import dev.weir.extproc.answer.BodyChange;
import dev.weir.extproc.answer.BodyTurn;
import dev.weir.extproc.answer.Conversation;
import dev.weir.extproc.answer.HeaderMutation;
import dev.weir.extproc.chain.Exchange;
import dev.weir.extproc.mapping.Drops;
import dev.weir.extproc.mapping.HeaderMutations;
import dev.weir.extproc.wire.BodyMode;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.Slice;
import org.jspecify.annotations.Nullable;

/// A body that comes as one message: BUFFERED, or BUFFERED_PARTIAL, where it may be cut off.
///
/// The proxy holds the headers until the body is answered, so edits made meanwhile still count.
final class BufferedFlow extends Flow {
  private final Chunks out = new Chunks();
  private @Nullable BodyTurn bodyTurn;
  private Slice body = Slice.empty();
  private boolean bodyAnswered;
  private boolean bodyComes = true;

  BufferedFlow(Direction direction, Conversation conversation, Exchange exchange, Drops drops) {
    super(direction, conversation, exchange, drops);
  }

  /// A message without end of stream is all that comes too: trailers follow, or the rest was cut
  /// off and goes past us. A plugin that waits for the end would wait for ever, since the proxy
  /// waits for us; one that waits for something else goes on waiting.
  @Override
  void onBody(Slice bytes, boolean endOfStream) {
    bodyTurn = conversation().body(direction(), endOfStream);
    body = bytes;
    exchange().body(direction(), bytes, endOfStream);
    if (!endOfStream && exchange().holds(direction())) {
      exchange().finishBody(direction());
    }
  }

  @Override
  public void body(Slice bytes, boolean endOfStream) {
    out.add(bytes);
  }

  /// Plugins that hold the headers to see the body first get it: the proxy goes on holding both.
  @Override
  boolean mayAnswerHeaders(boolean isOut) {
    return isOut || exchange().waitsForBody(direction());
  }

  @Override
  boolean headersEditable() {
    return !bodyAnswered && (bodyComes || super.headersEditable());
  }

  @Override
  void settleBody() {
    if (bodyTurn == null || exchange().holds(direction()) || !bodyTurn.isNext()) {
      return;
    }
    BodyTurn turn = bodyTurn;
    bodyTurn = null;
    bodyAnswered = true;
    int length = out.length();
    BodyChange change = out.takeInPlaceOf(body);
    body = Slice.empty();
    HeaderMutation mutation = mutation(change, length);
    if (takeNewRoute()) {
      turn.proceedOnNewRoute(mutation, change);
    } else {
      turn.proceed(mutation, change);
    }
    headerMap().markOriginal();
  }

  /// Without the right content length the proxy would refuse a changed body, or the upstream would
  /// read it wrongly.
  private HeaderMutation mutation(BodyChange change, int length) {
    if (change instanceof BodyChange.Keep) {
      return HeaderMutations.of(headerMap(), drops());
    }
    return conversation().mode(direction()) == BodyMode.BUFFERED
        ? HeaderMutations.withContentLength(headerMap(), length, drops())
        : HeaderMutations.withoutContentLength(headerMap(), drops());
  }
}
