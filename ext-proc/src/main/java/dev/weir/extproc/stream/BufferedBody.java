package dev.weir.extproc.stream;

import dev.weir.extproc.answer.BodyChange;
import dev.weir.extproc.answer.BodyTurn;
import dev.weir.extproc.answer.HeaderMutation;
import dev.weir.extproc.mapping.HeaderMutations;
import dev.weir.extproc.wire.BodyMode;
import dev.weir.extproc.wire.ProxyMessage.Part;
import dev.weir.extproc.wire.Slice;
import org.jspecify.annotations.Nullable;

/// A body that comes as one message: BUFFERED, or BUFFERED_PARTIAL, where it may be cut off.
///
/// The proxy holds the headers until the body is answered, so edits made meanwhile still count.
final class BufferedBody extends BodyFlow {
  private final Chunks out = new Chunks();
  private @Nullable BodyTurn turn;
  private Slice body = Slice.empty();
  private boolean answered;

  BufferedBody(Flow flow) {
    super(flow);
  }

  /// A message without end of stream is all that comes too: trailers follow, or the rest was cut
  /// off and goes past us. A plugin that waits for the end would wait for ever, since the proxy
  /// waits for us; one that waits for something else goes on waiting.
  @Override
  void arrived(Part.Body message) {
    turn = flow().conversation().body(message.direction(), message.endOfStream());
    body = message.bytes();
    flow().exchange().body(message.direction(), body, message.endOfStream());
    if (!message.endOfStream() && flow().isHeld()) {
      flow().exchange().finishBody(message.direction());
    }
  }

  @Override
  void out(Slice bytes, boolean endOfStream) {
    out.add(bytes);
  }

  /// Plugins that hold the headers to see the body first get it: the proxy goes on holding both.
  @Override
  boolean mayAnswerHeaders() {
    return super.mayAnswerHeaders() || (flow().waitsForBody() && !flow().isEndless());
  }

  @Override
  boolean comesBeforeHeadersAreAnswered() {
    return true; // they are answered for it
  }

  @Override
  boolean headersEditable() {
    return !answered && !flow().trailersCame();
  }

  @Override
  void settle() {
    if (turn == null || flow().isHeld() || !turn.isNext()) {
      return;
    }
    BodyTurn next = turn;
    turn = null;
    answered = true;
    int length = out.length();
    BodyChange change = out.takeInPlaceOf(body, flow().takeBodyEffect());
    body = Slice.empty();
    HeaderMutation mutation = mutation(change, length);
    if (flow().takeNewRoute()) {
      next.proceedOnNewRoute(mutation, change);
    } else {
      next.proceed(mutation, change);
    }
    flow().headerMap().markOriginal();
  }

  /// Without the right content length the proxy would refuse a changed body, or the upstream would
  /// read it wrongly. Where there was none there is none: in HTTP/1.1 it would cost the trailers.
  private HeaderMutation mutation(BodyChange change, int length) {
    if (change instanceof BodyChange.Keep || !flow().tellsLength()) {
      return HeaderMutations.of(flow().headerMap(), flow().drops());
    }
    return flow().mode() == BodyMode.BUFFERED
        ? HeaderMutations.withContentLength(flow().headerMap(), length, flow().drops())
        : HeaderMutations.withoutContentLength(flow().headerMap(), flow().drops());
  }
}
