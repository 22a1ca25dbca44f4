package dev.weir.extproc.stream;

import dev.weir.extproc.answer.Conversation;
import dev.weir.extproc.answer.HeaderMutation;
import dev.weir.extproc.answer.HeadersTurn;
import dev.weir.extproc.answer.TrailersTurn;
import dev.weir.extproc.chain.Exchange;
import dev.weir.extproc.chain.Outlet;
import dev.weir.extproc.chain.Stage.Part;
import dev.weir.extproc.mapping.Drops;
import dev.weir.extproc.mapping.HeaderMutations;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.Slice;
import dev.weir.proxywasm.http.HeaderMap;
import org.jspecify.annotations.Nullable;

/// One direction of a stream: takes the proxy's messages, sends them through the chain, collects
/// what comes out, and answers when everything that one event brought about has happened.
abstract sealed class Flow implements Outlet permits BufferedFlow, DuplexFlow, StreamedFlow {
  private final Direction direction;
  private final Conversation conversation;
  private final Exchange exchange;
  private final Drops drops;
  private @Nullable HeaderMap headers;
  private @Nullable HeadersTurn headersTurn;
  private @Nullable HeaderMap trailers;
  private @Nullable TrailersTurn trailersTurn;
  private boolean headersOut;
  private boolean trailersOut;
  private boolean newRoute;

  Flow(Direction direction, Conversation conversation, Exchange exchange, Drops drops) {
    this.direction = direction;
    this.conversation = conversation;
    this.exchange = exchange;
    this.drops = drops;
  }

  static Flow of(Direction direction, Conversation conversation, Exchange exchange, Drops drops) {
    return switch (conversation.mode(direction)) {
      case NONE, STREAMED, UNKNOWN -> new StreamedFlow(direction, conversation, exchange, drops);
      case BUFFERED, BUFFERED_PARTIAL -> new BufferedFlow(direction, conversation, exchange, drops);
      case FULL_DUPLEX_STREAMED, GRPC -> new DuplexFlow(direction, conversation, exchange, drops);
    };
  }

  final void onHeaders(HeaderMap map, boolean endOfStream) {
    headersTurn = conversation.headers(direction, endOfStream);
    headers = map;
    exchange.headers(direction, map, endOfStream);
  }

  abstract void onBody(Slice bytes, boolean endOfStream);

  final void onTrailers(HeaderMap map) {
    trailersTurn = conversation.trailers(direction);
    trailers = map;
    exchange.trailers(direction, map);
  }

  @Override
  public final void headers(boolean endOfStream) {
    headersOut = true;
  }

  @Override
  public final void trailers() {
    trailersOut = true;
  }

  /// Answers what can be answered now.
  final void settle() {
    if (headersTurn != null && mayAnswerHeaders(headersOut)) {
      HeadersTurn turn = headersTurn;
      headersTurn = null;
      answerHeaders(turn);
    }
    settleBody();
    if (trailersTurn != null
        && trailers != null
        && trailersOut
        && trailersTurn.isNext()
        && mayAnswerTrailers()) {
      TrailersTurn turn = trailersTurn;
      trailersTurn = null;
      turn.proceed(HeaderMutations.of(trailers, drops));
      trailers.markOriginal();
    }
  }

  abstract void settleBody();

  /// Answers a chunk that is held back, keeping its bytes for a later answer, if there can be one.
  ///
  /// @return whether there was such a chunk
  boolean giveUpChunk() {
    return false;
  }

  /// Whether an edit of the headers can still reach the proxy.
  boolean headersEditable() {
    return headersTurn != null;
  }

  final boolean trailersEditable() {
    return trailersTurn != null;
  }

  /// The proxy shall choose its route again, as soon as something can tell it to.
  final void chooseNewRoute() {
    newRoute = true;
  }

  /// Whether the headers may be answered.
  ///
  /// @param out whether they have left the chain
  boolean mayAnswerHeaders(boolean out) {
    return out;
  }

  /// Whether everything that belongs before the trailers has been said.
  boolean mayAnswerTrailers() {
    return true;
  }

  /// The edits that go with the headers' own answer.
  HeaderMutation headersMutation() {
    return HeaderMutations.of(headerMap(), drops);
  }

  final boolean headersAnswered() {
    return headersTurn == null;
  }

  final boolean headersAreOut() {
    return headersOut;
  }

  /// Whether a route must be chosen again; says so once.
  final boolean takeNewRoute() {
    boolean wanted = newRoute;
    newRoute = false;
    return wanted;
  }

  final boolean bodyMayChange() {
    return exchange.sees(direction, Part.BODY);
  }

  final HeaderMap headerMap() {
    if (headers == null) {
      headers = new HeaderMap(); // the proxy is set up not to send them
    }
    return headers;
  }

  final Direction direction() {
    return direction;
  }

  final Conversation conversation() {
    return conversation;
  }

  final Exchange exchange() {
    return exchange;
  }

  final Drops drops() {
    return drops;
  }

  private void answerHeaders(HeadersTurn turn) {
    if (!headersOut) {
      turn.proceed(HeaderMutation.NONE);
      return;
    }
    HeaderMutation mutation = headersMutation();
    if (takeNewRoute()) {
      turn.proceedOnNewRoute(mutation);
    } else {
      turn.proceed(mutation);
    }
    headerMap().markOriginal();
  }
}
