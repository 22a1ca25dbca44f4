package dev.weir.extproc.stream;

import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.answer.Conversation;
import dev.weir.extproc.answer.ModeOverride;
import dev.weir.extproc.answer.ProtocolViolationException;
import dev.weir.extproc.chain.Exchange;
import dev.weir.extproc.chain.Refusals;
import dev.weir.extproc.mapping.Drops;
import dev.weir.extproc.mapping.Properties;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.ProxyMessage;
import dev.weir.extproc.wire.ProxyMessage.Part;
import dev.weir.extproc.wire.ProxyMessage.Protocol;
import java.util.List;
import java.util.Optional;

/// One ext_proc stream: the life of one HTTP exchange.
///
/// Belongs to one lane and needs no lock. Begins with the proxy's first message, which says how
/// bodies are sent; ends once, by whoever ends it first: the proxy, an answer in place of the
/// upstream, or because nothing more is of interest.
public final class HttpStream implements Patience.Waiting {
  private final Conversation conversation;
  private final Exchange exchange;
  private final Properties properties;
  private final Modes modes;
  private final Flow request;
  private final Flow response;
  private final Patience requestPatience;
  private final Patience responsePatience;
  private final Leaving leaving;
  private final Transport transport;
  private final StreamObserver observer;
  private final Drops drops;
  private final boolean observed;
  private long heldBytes;
  private boolean ended;

  private HttpStream(StreamSetup setup, ProxyMessage first, Transport transport) {
    Protocol protocol = first.protocol().orElse(Protocol.UNKNOWN);
    this.transport = transport;
    this.observer = setup.observer();
    this.drops = reason -> setup.observer().dropped(setup.chainName(), reason);
    this.observed = first.observed();
    Terms terms = observed ? Terms.UNKNOWN : setup.terms();
    this.conversation = new Conversation(protocol.request(), protocol.response(), this::send);
    ChainSide side = new ChainSide(this, terms);
    this.exchange =
        new Exchange(passesBy(terms, first) ? List.of() : observer.watched(setup.chain()), side);
    this.properties = new Properties(exchange);
    this.modes = new Modes(protocol, terms.overrides(), conversation, exchange);
    this.leaving = new Leaving(conversation, exchange, modes, drops);
    this.request = new Flow(Direction.REQUEST, conversation, exchange, modes, drops);
    this.response = new Flow(Direction.RESPONSE, conversation, exchange, modes, drops);
    this.requestPatience = patience(Direction.REQUEST, setup, terms);
    this.responsePatience = patience(Direction.RESPONSE, setup, terms);
  }

  private Patience patience(Direction direction, StreamSetup setup, Terms terms) {
    return new Patience(direction, setup.lane(), terms.timeouts(), conversation, this);
  }

  /// An earlier filter answered the request, which never came this far. Envoy's own Wasm filter
  /// passes such an answer by as well.
  private static boolean passesBy(Terms terms, ProxyMessage first) {
    return terms.requests() == Terms.Requests.SENT
        && first.part() instanceof ProxyMessage.Part.Headers(var direction, _, _)
        && direction == Direction.RESPONSE;
  }

  /// Begins with a stream's first message, which is yet to be given to [#onMessage].
  public static HttpStream open(StreamSetup setup, ProxyMessage first, Transport transport) {
    return new HttpStream(setup, first, transport);
  }

  /// As [#open], but the exchange is refused whatever it is.
  public static HttpStream refuse(StreamSetup setup, ProxyMessage first, Transport transport) {
    HttpStream stream = new HttpStream(setup, first, transport);
    stream.exchange.answer(Refusals.unknownChain());
    return stream;
  }

  public void onMessage(ProxyMessage message) {
    if (ended) {
      return; // sent before the proxy learned of the end
    }
    properties.add(message);
    try {
      if (!message.flowControl().isNone()) {
        conversation.onFlowControl(message.flowControl());
        settled();
      }
      receive(message.part());
    } catch (ProtocolViolationException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  /// The proxy has ended the stream, by half-close or reset: for it, both are the normal end.
  public void onEnd() {
    end();
  }

  private void receive(Part part) {
    switch (part) {
      case Part.Headers(var direction, var map, boolean endOfStream) -> {
        patience(direction).restart();
        if (direction == Direction.RESPONSE) {
          failRequestThatWentOn();
        }
        flow(direction).onHeaders(map, endOfStream);
      }
      case Part.Body body -> {
        patience(body.direction()).restart();
        flow(body.direction()).onBody(body);
      }
      case Part.Trailers(var direction, var map) -> {
        patience(direction).restart();
        flow(direction).onTrailers(map);
      }
      case Part.None() -> {}
      case Part.Malformed(String reason) -> fail(reason);
    }
  }

  /// The proxy has not done what it was asked for and went on with a request whose body a plugin
  /// wanted to see before: its strategy decides.
  private void failRequestThatWentOn() {
    boolean bodyMissing = modes.isOverridden() && request.headersAnswered() && !request.bodyCame();
    if (bodyMissing && exchange.waitsForBody(Direction.REQUEST)) {
      exchange.failHolders(Direction.REQUEST);
    }
  }

  /// Everything that one message or event brought about has happened.
  void settled() {
    if (ended) {
      return;
    }
    reportHeld(exchange.heldBytes());
    if (!conversation.isOver()) {
      settle();
    }
    if (ended) {
      return; // a flow found that it cannot go on
    }
    if (leaving.isDue()) {
      transport.finish();
      end();
    } else {
      requestPatience.settled();
      responsePatience.settled();
      transport.settled();
    }
  }

  private void settle() {
    freeHeaders(Direction.REQUEST);
    freeHeaders(Direction.RESPONSE);
    request.settle();
    response.settle();
    request.followMode();
    response.followMode();
    if (wantsMore()) {
      conversation.updateWindows(direction -> !flow(direction).isBackedUp());
    }
  }

  /// Sees to headers that are held for a body which does not come as long as they are held.
  private void freeHeaders(Direction direction) {
    Flow flow = flow(direction);
    if (observed || !flow.holdsInVain()) {
      return;
    }
    Optional<ModeOverride> override = modes.beforeHeaders(direction);
    if (override.isPresent()) {
      conversation.override(override.get());
    } else if (modes.mayBuffer() && !flow.isEndless()) {
      flow.answerForBody();
    } else if (exchange.releaseHopeless(direction)) {
      drops.dropped(Drops.Reason.PAUSE_IN_VAIN);
    }
  }

  /// Whether another message may come: plugins hold no more than they may.
  public boolean wantsMore() {
    return !exchange.isOverfull();
  }

  private void send(Answer answer) {
    if (!observed) {
      observer.answered(answer.kind());
      transport.send(answer);
    } else if (!answer.changesNothing()) {
      drops.dropped(Drops.Reason.OBSERVED);
    }
  }

  @Override
  public boolean answerHeldChunk(Direction direction) {
    return flow(direction).giveUpChunk();
  }

  @Override
  public void giveUp(Direction direction) {
    exchange.failHolders(direction);
  }

  private void reportHeld(long now) {
    if (now != heldBytes) {
      observer.held(now - heldBytes);
      heldBytes = now;
    }
  }

  private void fail(String reason) {
    if (ended) {
      return; // what the message brought about before it turned out to be wrong
    }
    observer.protocolViolated();
    transport.fail(reason);
    end();
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    requestPatience.end();
    responsePatience.end();
    reportHeld(0);
    if (conversation.hasMetadata()) {
      drops.dropped(Drops.Reason.TOO_LATE);
    }
    conversation.end();
    exchange.close();
  }

  private Patience patience(Direction direction) {
    return direction == Direction.REQUEST ? requestPatience : responsePatience;
  }

  Flow flow(Direction direction) {
    return direction == Direction.REQUEST ? request : response;
  }

  Conversation conversation() {
    return conversation;
  }

  Exchange exchange() {
    return exchange;
  }

  Properties properties() {
    return properties;
  }

  StreamObserver observer() {
    return observer;
  }

  Drops drops() {
    return drops;
  }

  boolean isObserved() {
    return observed;
  }
}
