package dev.weir.extproc.stream;

import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.answer.Conversation;
import dev.weir.extproc.answer.ProtocolViolationException;
import dev.weir.extproc.chain.Exchange;
import dev.weir.extproc.chain.Outlet;
import dev.weir.extproc.chain.ProxySide;
import dev.weir.extproc.chain.Refusals;
import dev.weir.extproc.chain.Stage;
import dev.weir.extproc.chain.Stage.Part;
import dev.weir.extproc.mapping.Drops;
import dev.weir.extproc.mapping.ImmediateResponses;
import dev.weir.extproc.mapping.Properties;
import dev.weir.extproc.wire.BodyMode;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.ProxyMessage;
import dev.weir.extproc.wire.ProxyMessage.Protocol;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.http.LocalResponse;
import dev.weir.proxywasm.http.PropertyValue;
import java.util.List;
import java.util.Optional;

/// One ext_proc stream: the life of one HTTP exchange.
///
/// Belongs to one lane and needs no lock. Begins with the proxy's first message, which says how
/// bodies are sent; ends once, by whoever ends it first: the proxy, an answer in place of the
/// upstream, or because nothing more is of interest.
public final class HttpStream implements ProxySide, Patience.Waiting {
  private final Conversation conversation;
  private final Exchange exchange;
  private final Properties properties;
  private final Flow request;
  private final Flow response;
  private final Transport transport;
  private final StreamObserver observer;
  private final Patience patience;
  private final boolean observed;
  private long heldBytes;
  private boolean ended;

  private HttpStream(StreamSetup setup, ProxyMessage first, Transport transport) {
    Protocol protocol = first.protocol().orElse(Protocol.UNKNOWN);
    this.transport = transport;
    this.observer = setup.observer();
    this.observed = first.observed();
    this.conversation = new Conversation(protocol.request(), protocol.response(), this::send);
    this.patience =
        new Patience(
            setup.lane(),
            observed ? Timeouts.UNKNOWN : setup.terms().timeouts(),
            conversation,
            this);
    this.exchange = new Exchange(setup.chain(), this);
    this.properties = new Properties(exchange);
    this.request = Flow.of(Direction.REQUEST, conversation, exchange, observer);
    this.response = Flow.of(Direction.RESPONSE, conversation, exchange, observer);
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
    patience.restart();
    try {
      receive(message.part());
    } catch (ProtocolViolationException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  /// The proxy has ended the stream, by half-close or reset: for it, both are the normal end.
  public void onEnd() {
    end();
  }

  private void receive(ProxyMessage.Part part) {
    switch (part) {
      case ProxyMessage.Part.Headers(var direction, var map, boolean endOfStream) ->
          flow(direction).onHeaders(map, endOfStream);
      case ProxyMessage.Part.Body(var direction, var bytes, boolean endOfStream) ->
          flow(direction).onBody(bytes, endOfStream);
      case ProxyMessage.Part.Trailers(var direction, var map) -> flow(direction).onTrailers(map);
      case ProxyMessage.Part.None() -> {}
      case ProxyMessage.Part.Malformed(String reason) -> fail(reason);
    }
  }

  @Override
  public Outlet outlet(Direction direction) {
    return flow(direction);
  }

  @Override
  public boolean editable(MapType map) {
    return !observed
        && switch (map) {
          case HTTP_REQUEST_HEADERS -> request.headersEditable();
          case HTTP_RESPONSE_HEADERS -> response.headersEditable();
          case HTTP_REQUEST_TRAILERS -> request.trailersEditable();
          case HTTP_RESPONSE_TRAILERS -> response.trailersEditable();
          default -> false;
        };
  }

  @Override
  public void settled() {
    if (ended) {
      return;
    }
    reportHeld(exchange.heldBytes());
    if (!conversation.isOver()) {
      request.settle();
      response.settle();
    }
    if (ended) {
      return; // a flow found that it cannot go on
    }
    if (conversation.isOver() || (conversation.mayEndEarly() && nothingIsOfInterest())) {
      transport.finish();
      end();
    } else {
      patience.settled();
      transport.settled();
    }
  }

  /// Whether another message may come: plugins hold no more than they may.
  public boolean wantsMore() {
    return !exchange.isOverfull();
  }

  @Override
  public void answer(LocalResponse answer) {
    conversation.immediate(ImmediateResponses.of(answer, observer));
  }

  @Override
  public void clearRouteCache() {
    request.chooseNewRoute();
  }

  @Override
  public Optional<PropertyValue> property(List<String> path) {
    return properties.find(path);
  }

  @Override
  public void propertySet(List<String> path, Bytes value) {
    conversation.putMetadata(properties.metadata(path, value));
  }

  @Override
  public void failed(Stage stage, PluginException failure) {
    observer.pluginFailed(stage.name(), failure);
  }

  /// Ending early saves the proxy a quarter of what it spends on the exchange. Not done while a
  /// plugin has a callback for something that may come, or wants to see the end.
  private boolean nothingIsOfInterest() {
    return !exchange.holds(Direction.REQUEST)
        && !exchange.holds(Direction.RESPONSE)
        && !restIsOfInterest(Direction.REQUEST)
        && !restIsOfInterest(Direction.RESPONSE)
        && !exchange.seesEnd();
  }

  private boolean restIsOfInterest(Direction direction) {
    if (conversation.isComplete(direction)) {
      return false;
    }
    boolean bodyComes = conversation.mode(direction) != BodyMode.NONE;
    return exchange.sees(direction, Part.TRAILERS)
        || (bodyComes && exchange.sees(direction, Part.BODY))
        || (!conversation.hasBegun(direction) && exchange.sees(direction, Part.HEADERS));
  }

  private void send(Answer answer) {
    if (observed) {
      observer.dropped(Drops.Reason.OBSERVED);
      return;
    }
    observer.answered(answer.kind());
    transport.send(answer);
  }

  @Override
  public boolean answerHeldChunk() {
    return request.giveUpChunk() || response.giveUpChunk();
  }

  @Override
  public void giveUp() {
    for (Direction direction : Direction.values()) {
      if (conversation.isTimed(direction)) {
        exchange.failHolders(direction);
      }
    }
  }

  private void reportHeld(long now) {
    if (now != heldBytes) {
      observer.held(now - heldBytes);
      heldBytes = now;
    }
  }

  private void fail(String reason) {
    observer.protocolViolated();
    transport.fail(reason);
    end();
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    patience.end();
    reportHeld(0);
    conversation.end();
    exchange.close();
  }

  private Flow flow(Direction direction) {
    return direction == Direction.REQUEST ? request : response;
  }
}
