package dev.weir.extproc.stream;

import dev.weir.extproc.answer.Conversation;
import dev.weir.extproc.answer.Effect;
import dev.weir.extproc.answer.HeaderMutation;
import dev.weir.extproc.answer.HeadersTurn;
import dev.weir.extproc.answer.TrailersTurn;
import dev.weir.extproc.answer.Wishes;
import dev.weir.extproc.answer.Wishes.Route;
import dev.weir.extproc.chain.Exchange;
import dev.weir.extproc.chain.Outlet;
import dev.weir.extproc.chain.Stage;
import dev.weir.extproc.mapping.Drops;
import dev.weir.extproc.mapping.HeaderMutations;
import dev.weir.extproc.wire.BodyMode;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.ProxyMessage.Part;
import dev.weir.extproc.wire.Slice;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.http.HeaderMap;
import org.jspecify.annotations.Nullable;

/// One direction of a stream: takes the proxy's messages, sends them through the chain, collects
/// what comes out, and answers when everything that one event brought about has happened.
final class Flow implements Outlet {
  private static final String STATUS = ":status";

  private final Direction direction;
  private final Conversation conversation;
  private final Exchange exchange;
  private final Modes modes;
  private final Drops drops;
  private BodyFlow body;
  private BodyMode bodyMode;
  private @Nullable HeaderMap headers;
  private @Nullable HeadersTurn headersTurn;
  private @Nullable HeaderMap trailers;
  private @Nullable TrailersTurn trailersTurn;
  private boolean bodyFollows;
  private boolean tellsLength;

  /// What is left of the content length; 0 and less where there is none.
  private long bytesToCome;

  private boolean headersOut;
  private boolean headersEndOut;
  private boolean bodyCame;
  private boolean trailersCame;
  private boolean trailersOut;
  private boolean newRoute;

  Flow(
      Direction direction, Conversation conversation, Exchange exchange, Modes modes, Drops drops) {
    this.direction = direction;
    this.conversation = conversation;
    this.exchange = exchange;
    this.modes = modes;
    this.drops = drops;
    this.bodyMode = conversation.mode(direction);
    this.body = BodyFlow.of(bodyMode, this);
  }

  void onHeaders(HeaderMap map, boolean endOfStream) {
    headersTurn = conversation.headers(direction, endOfStream);
    headers = map;
    bodyFollows = !endOfStream;
    bytesToCome = HttpSemantics.contentLength(map);
    tellsLength = bytesToCome != HttpSemantics.UNTOLD;
    modes.headersCame(direction, map);
    if (endOfStream) {
      body = new CreatedBody(this);
    }
    exchange.headers(direction, map, endOfStream);
  }

  void onBody(Part.Body message) {
    bodyCame = true;
    bytesToCome -= message.bytes().length();
    body.arrived(message);
  }

  void onTrailers(HeaderMap map) {
    trailersTurn = conversation.trailers(direction);
    trailersCame = true;
    trailers = map;
    exchange.trailers(direction, map);
  }

  /// Follows the mode in which the proxy sends bodies from here on.
  void followMode() {
    if (bodyMode != mode()) {
      bodyMode = mode();
      body = body instanceof CreatedBody ? body : BodyFlow.of(bodyMode, this);
    }
  }

  /// Answers headers that are held for a body, so that it comes.
  void answerForBody() {
    HeadersTurn turn = headersTurn;
    if (turn != null) {
      headersTurn = null;
      answerHeaders(turn);
    }
  }

  @Override
  public void headers(boolean endOfStream) {
    headersOut = true;
    headersEndOut = endOfStream;
  }

  @Override
  public void body(Slice bytes, boolean endOfStream) {
    if (!bytes.isEmpty()
        && direction == Direction.RESPONSE
        && HttpSemantics.isBodiless(headerMap())) {
      drops.dropped(Drops.Reason.NO_BODY);
      body.out(Slice.empty(), endOfStream);
    } else {
      body.out(bytes, endOfStream);
    }
  }

  @Override
  public void trailers() {
    trailersOut = true;
  }

  /// Answers what can be answered now.
  void settle() {
    HeadersTurn turn = headersTurn;
    if (turn != null && body.mayAnswerHeaders()) {
      headersTurn = null;
      answerHeaders(turn);
    }
    body.settle();
    if (trailersTurn != null
        && trailers != null
        && trailersOut
        && trailersTurn.isNext()
        && body.mayAnswerTrailers()) {
      TrailersTurn last = trailersTurn;
      trailersTurn = null;
      last.proceed(HeaderMutations.of(trailers, drops));
      trailers.markOriginal();
    }
  }

  private void answerHeaders(HeadersTurn turn) {
    Wishes wishes = modes.wishes(direction, headersOut ? takeRoute() : Route.KEEP);
    if (!headersOut) {
      turn.proceed(HeaderMutation.NONE, wishes);
      return;
    }
    BodyMode mode = wishes.modes().map(change -> change.body(direction)).orElse(mode());
    keepStatusOfBody(mode);
    HeaderMutation mutation = body.headersMutation(mode);
    if (body instanceof CreatedBody created) {
      created.answer(turn, mutation, wishes);
    } else {
      turn.proceed(mutation, wishes);
    }
    headerMap().markOriginal();
  }

  /// A body that nobody here can take away, behind a status that has none, would be read by the
  /// client as its next response.
  private void keepStatusOfBody(BodyMode mode) {
    HeaderMap map = headerMap();
    if (direction == Direction.RESPONSE
        && bodyFollows
        && (mode == BodyMode.NONE || !bodyMayChange())
        && map.edited()
        && HttpSemantics.isBodiless(map)
        && map.originalValue(STATUS).isPresent()) {
      map.replace(STATUS, map.originalValue(STATUS).get());
      drops.dropped(Drops.Reason.ILLEGAL_STATUS);
    }
  }

  /// Whether a plugin holds the headers back for a body that does not come before they are
  /// answered.
  boolean holdsInVain() {
    return headersTurn != null
        && waitsForBody()
        && (isEndless() || !body.comesBeforeHeadersAreAnswered());
  }

  /// Lets go of a chunk that is held back before the proxy gives up waiting for it.
  ///
  /// Its bytes can be kept for a later answer only where another chunk must come, by the content
  /// length. Elsewhere trailers may be next, which the proxy holds behind our answer and may not
  /// send to us at all: a plugin that waits for the end of the body is told that this is it.
  ///
  /// @return whether there was such a chunk
  boolean giveUpChunk() {
    if (bytesToCome > 0 || !body.holdsChunk() || !headersAnswered()) {
      return body.giveUpChunk();
    }
    body.close();
    exchange.finishBody(direction);
    return true;
  }

  /// Whether an edit of the headers can still reach the proxy.
  boolean headersEditable() {
    return body.headersEditable();
  }

  boolean trailersEditable() {
    return trailersTurn != null;
  }

  /// Whether the proxy has sent the headers on: it holds those of a buffered message until its
  /// trailers are answered.
  boolean headersLeft() {
    boolean held = mode() == BodyMode.BUFFERED && trailersEditable();
    return !held && !headersEditable();
  }

  /// The proxy shall choose its route again, as soon as something can tell it to.
  void chooseNewRoute() {
    if (headersEditable()) {
      newRoute = true;
    } else {
      drops.dropped(Drops.Reason.TOO_LATE);
    }
  }

  private Route takeRoute() {
    return takeNewRoute() ? Route.CHOOSE_AGAIN : Route.KEEP;
  }

  /// Whether a route must be chosen again; says so once. Edited request headers are reason enough,
  /// as for a module in Envoy's own VM.
  boolean takeNewRoute() {
    boolean wanted = newRoute || (direction == Direction.REQUEST && headerMap().edited());
    newRoute = false;
    return wanted;
  }

  boolean headersAnswered() {
    return headersTurn == null;
  }

  boolean headersAreOut() {
    return headersOut;
  }

  /// Whether the headers have left the chain, and no body behind them.
  boolean headersEndOut() {
    return headersOut && headersEndOut;
  }

  /// Whether the message came with a content length. Edits of it do not count: they go nowhere.
  boolean tellsLength() {
    return tellsLength;
  }

  boolean bodyCame() {
    return bodyCame;
  }

  boolean trailersCame() {
    return trailersCame;
  }

  boolean isEndless() {
    return modes.isEndless(direction);
  }

  boolean isHeld() {
    return exchange.holds(direction);
  }

  boolean waitsForBody() {
    return exchange.waitsForBody(direction);
  }

  boolean bodyMayChange() {
    return exchange.sees(direction, Stage.Part.BODY);
  }

  /// Whether bytes that have come out of the chain wait for the proxy to have room for them.
  boolean isBackedUp() {
    return body.isBackedUp();
  }

  /// Whether plugins have changed the body since this was asked last.
  Effect takeBodyEffect() {
    return exchange.takeBodyEdited(direction) ? Effect.EDIT : Effect.NONE;
  }

  boolean proxySendsBodyWithoutWaiting() {
    return modes.sendsBodyWithoutWaiting();
  }

  BodyMode mode() {
    return conversation.mode(direction);
  }

  /// Whether this message, which has no body, may have one by HTTP.
  boolean mayHaveBody() {
    return headersTurn != null
        && (direction == Direction.REQUEST
            || HttpSemantics.mayHaveBody(exchange.map(MapType.HTTP_REQUEST_HEADERS), headerMap()));
  }

  HeaderMap headerMap() {
    if (headers == null) {
      headers = new HeaderMap(); // the proxy is set up not to send them
    }
    return headers;
  }

  Conversation conversation() {
    return conversation;
  }

  Exchange exchange() {
    return exchange;
  }

  Drops drops() {
    return drops;
  }
}
