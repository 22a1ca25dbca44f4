package dev.weir.extproc.stream;

import dev.weir.extproc.answer.Conversation;
import dev.weir.extproc.answer.ModeOverride;
import dev.weir.extproc.answer.ModeOverride.Sending;
import dev.weir.extproc.answer.Wishes;
import dev.weir.extproc.answer.Wishes.Route;
import dev.weir.extproc.chain.Exchange;
import dev.weir.extproc.chain.Stage.Part;
import dev.weir.extproc.stream.Terms.Overrides;
import dev.weir.extproc.wire.BodyMode;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.ProxyMessage.Protocol;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.http.HeaderMap;
import java.util.Optional;

/// Which parts of an exchange its plugins have use for, and what to ask the proxy for that reason.
///
/// A chain's filter is set up for the plugin that wants most; which plugins apply is known when the
/// request headers are here. Then nothing is sent that none of these looks at, and what one of them
/// needs is sent although the filter is not set up so.
final class Modes {
  private final Protocol protocol;
  private final Overrides overrides;
  private final Conversation conversation;
  private final Exchange exchange;
  private boolean requestEndless;
  private boolean responseEndless;
  private boolean overridden;

  Modes(Protocol protocol, Overrides allowed, Conversation conversation, Exchange exchange) {
    this.protocol = protocol;
    this.overrides = takesOverrides(protocol) ? allowed : Overrides.REFUSED;
    this.conversation = conversation;
    this.exchange = exchange;
  }

  /// Envoy does not look at an override where a filter is set up so, whatever it allows.
  private static boolean takesOverrides(Protocol protocol) {
    return takesOverride(protocol.request())
        && takesOverride(protocol.response())
        && !protocol.sendsBodyWithoutWaiting();
  }

  private static boolean takesOverride(BodyMode mode) {
    return mode != BodyMode.UNKNOWN && !mode.duplex();
  }

  void headersCame(Direction direction, HeaderMap map) {
    switch (direction) {
      case REQUEST -> requestEndless = HttpSemantics.asksForTunnel(map);
      case RESPONSE ->
          responseEndless =
              requestEndless
                  && exchange
                      .map(MapType.HTTP_REQUEST_HEADERS)
                      .filter(request -> HttpSemantics.grantsTunnel(request, map))
                      .isPresent();
    }
  }

  /// Whether this direction has become a tunnel, whose end may never come.
  boolean isEndless(Direction direction) {
    return direction == Direction.REQUEST ? requestEndless : responseEndless;
  }

  boolean sendsBodyWithoutWaiting() {
    return protocol.sendsBodyWithoutWaiting();
  }

  /// Whether the proxy was asked for something else than what its filter is set up for.
  boolean isOverridden() {
    return overridden;
  }

  /// What goes with the answer to the headers of `direction`.
  Wishes wishes(Direction direction, Route route) {
    Wishes.Rest rest =
        conversation.mode(direction).duplex()
                && conversation.isDrainable(direction)
                && !conversation.isComplete(direction)
                && !seesRest(direction)
            ? Wishes.Rest.DRAIN
            : Wishes.Rest.WANTED;
    Optional<ModeOverride> modes =
        overrides == Overrides.REFUSED || nothingFollows(direction)
            ? Optional.empty()
            : change(wanted(Direction.REQUEST, direction), wanted(Direction.RESPONSE, direction));
    return new Wishes(route, modes, rest);
  }

  /// Whether the body could be had, in one message, by an answer to headers that are held for it.
  boolean mayBuffer() {
    return overrides != Overrides.REFUSED;
  }

  /// How to have a request's body before its headers are answered, where that can be.
  Optional<ModeOverride> beforeHeaders(Direction direction) {
    BodyMode now = conversation.mode(Direction.REQUEST);
    if (direction != Direction.REQUEST
        || overrides != Overrides.BEFORE_HEADERS
        || overridden
        || requestEndless
        || (now != BodyMode.NONE && now != BodyMode.STREAMED)) {
      return Optional.empty();
    }
    return change(BodyMode.FULL_DUPLEX_STREAMED, wanted(Direction.RESPONSE, Direction.REQUEST));
  }

  /// The stream can end with this answer, which is better than any override.
  private boolean nothingFollows(Direction direction) {
    return !exchange.seesEnd()
        && (conversation.isComplete(Direction.REQUEST) || !seesRest(Direction.REQUEST))
        && (direction == Direction.REQUEST ? !seesAny(Direction.RESPONSE) : !seesRest(direction));
  }

  private Optional<ModeOverride> change(BodyMode request, BodyMode response) {
    boolean responseUnseen =
        !conversation.hasBegun(Direction.RESPONSE)
            && !exchange.seesEnd()
            && !seesAny(Direction.RESPONSE);
    if (request == conversation.mode(Direction.REQUEST)
        && response == conversation.mode(Direction.RESPONSE)
        && !responseUnseen) {
      return Optional.empty();
    }
    overridden = true;
    return Optional.of(
        new ModeOverride(
            responseUnseen ? Sending.SKIP : Sending.AS_CONFIGURED,
            request,
            response,
            trailers(Direction.REQUEST),
            trailers(Direction.RESPONSE)));
  }

  private Sending trailers(Direction direction) {
    return seesRest(direction) ? Sending.SEND : Sending.SKIP;
  }

  private BodyMode wanted(Direction direction, Direction answered) {
    BodyMode now = conversation.mode(direction);
    boolean mayChange =
        !conversation.isComplete(direction)
            && (direction == answered || !conversation.hasBegun(direction));
    if (!mayChange || now.duplex()) {
      return now;
    }
    boolean held =
        direction == answered && exchange.waitsForBody(direction) && !isEndless(direction);
    if (held) {
      return now.buffered() ? now : BodyMode.BUFFERED;
    }
    if (!exchange.sees(direction, Part.BODY)) {
      return BodyMode.NONE;
    }
    if (now.buffered()) {
      // the end that a buffered body waits for does not come
      return isEndless(direction) ? BodyMode.STREAMED : now;
    }
    return now == BodyMode.NONE ? streaming() : now;
  }

  /// Envoy before 1.40 loses the first bytes of a body that becomes full duplex.
  private BodyMode streaming() {
    return overrides == Overrides.BEFORE_HEADERS
        ? BodyMode.FULL_DUPLEX_STREAMED
        : BodyMode.STREAMED;
  }

  private boolean seesAny(Direction direction) {
    return exchange.sees(direction, Part.HEADERS) || seesRest(direction);
  }

  private boolean seesRest(Direction direction) {
    return exchange.sees(direction, Part.BODY) || exchange.sees(direction, Part.TRAILERS);
  }
}
