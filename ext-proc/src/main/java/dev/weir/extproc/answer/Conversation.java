package dev.weir.extproc.answer;

import dev.weir.extproc.wire.BodyMode;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.ProxyMessage.FlowControl;
import dev.weir.extproc.wire.Slice;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What has been said on one ext_proc stream, and what the proxy still waits for.
///
/// Belongs to the stream's lane.
public final class Conversation {
  private final Consumer<Answer> proxy;
  private final Side request;
  private final Side response;
  private Optional<Supplier<Slice>> metadata = Optional.empty();
  private boolean answered;
  private boolean over;

  public Conversation(BodyMode requestMode, BodyMode responseMode, Consumer<Answer> proxy) {
    this.proxy = proxy;
    this.request = new Side(this, Direction.REQUEST, requestMode);
    this.response = new Side(this, Direction.RESPONSE, responseMode);
  }

  public BodyMode mode(Direction direction) {
    return side(direction).mode();
  }

  /// The proxy has sent headers.
  public HeadersTurn headers(Direction direction, boolean endOfStream) {
    return side(direction).headers(endOfStream);
  }

  /// The proxy has sent a body message and wants one answer to it.
  public BodyTurn body(Direction direction, boolean endOfStream) {
    return side(direction).body(endOfStream);
  }

  /// The proxy has handed over body bytes in a duplex mode.
  ///
  /// @param last whether they are the last of this direction
  public BodyStream streamedBody(Direction direction, int bytes, boolean last) {
    return side(direction).streamedBody(bytes, last);
  }

  /// The proxy has sent trailers.
  public TrailersTurn trailers(Direction direction) {
    return side(direction).trailers();
  }

  /// Whether the proxy counts the time until an answer in this direction. It does not in duplex.
  public boolean isTimed(Direction direction) {
    Side side = side(direction);
    return !over && side.owes() && !side.mode().duplex();
  }

  /// The proxy has told of its flow control windows. The first time they are answered at once: that
  /// tells the proxy that we know of them.
  public void onFlowControl(FlowControl windows) {
    if (windows.announced()) {
      request.setWindow(Window.of(windows.toUpstream(), windows.fromDownstream()));
      response.setWindow(Window.of(windows.toDownstream(), windows.fromUpstream()));
      send(Answers.windowUpdate(0, 0));
    } else {
      request.window().add(windows.toUpstream());
      response.window().add(windows.toDownstream());
    }
  }

  /// Lets the proxy send as much more as has been taken in, of the directions that flow.
  public void updateWindows(Predicate<Direction> flows) {
    long fromDownstream = flows.test(Direction.REQUEST) ? request.window().takeUpdate() : 0;
    long fromUpstream = flows.test(Direction.RESPONSE) ? response.window().takeUpdate() : 0;
    if (fromDownstream > 0 || fromUpstream > 0) {
      send(Answers.windowUpdate(fromDownstream, fromUpstream));
    }
  }

  /// The rest of the exchange is sent in other modes, as the answer that goes out next says.
  void follow(ModeOverride modes) {
    request.setMode(modes.requestBody());
    response.setMode(modes.responseBody());
  }

  /// Has the body sent before the request headers are answered. Only for Envoy from 1.40 on, once,
  /// and only if there is a body: without one Envoy waits for ever.
  public void override(ModeOverride modes) {
    if (request.holdsHeaders() && !request.isComplete()) {
      send(Answers.modeOverride(modes));
      follow(modes);
    }
  }

  /// Adds dynamic metadata to the next answer. A later call before that answer takes the place of
  /// an earlier one.
  ///
  /// @param struct a serialized `google.protobuf.Struct`, asked for when the answer is composed
  public void putMetadata(Supplier<Slice> struct) {
    metadata = Optional.of(struct);
  }

  /// Answers in place of the upstream and ends the conversation. Legal at any time.
  public void immediate(ImmediateResponse answer) {
    send(Answers.immediate(answer, takeMetadata()));
    over = true;
  }

  /// Whether a local response may go out in pieces: nothing but the request headers has come, and
  /// the bodies' modes let it.
  public boolean mayStreamReply() {
    return request.holdsHeaders() && streamsReply(request.mode()) && streamsReply(response.mode());
  }

  private static boolean streamsReply(BodyMode mode) {
    return mode == BodyMode.NONE || mode == BodyMode.FULL_DUPLEX_STREAMED;
  }

  /// As [#immediate], in pieces; only if [#mayStreamReply]. The proxy may go on sending the request
  /// meanwhile.
  public void streamedReply(ImmediateResponse answer) {
    StreamedReply.of(answer, takeMetadata()).forEach(this::send);
    over = true;
  }

  /// Whether the proxy can stop sending a body before its end: gRPC data planes can, and those that
  /// know flow control.
  public boolean isDrainable(Direction direction) {
    return mode(direction) == BodyMode.GRPC || side(direction).window().isBounded();
  }

  /// Whether dynamic metadata waits for an answer to go with.
  public boolean hasMetadata() {
    return metadata.isPresent();
  }

  /// Asks the proxy to wait longer for the answer it waits for; at most once per message, which the
  /// caller sees to.
  public void moreTime(Direction direction, Duration time) {
    if (isTimed(direction)) {
      send(Answers.moreTime(time));
    }
  }

  /// Says nothing from here on: the proxy has ended the stream, or we have.
  public void end() {
    over = true;
  }

  public boolean isOver() {
    return over;
  }

  /// Whether the proxy has sent anything of this direction.
  public boolean hasBegun(Direction direction) {
    return side(direction).hasBegun();
  }

  /// Whether nothing more of this direction can come.
  public boolean isComplete(Direction direction) {
    return side(direction).isComplete();
  }

  /// Whether ending the stream OK now leaves the exchange as it is: something was answered, so that
  /// the proxy does not take the end for a failure of ours, nothing is owed, and no body bytes are
  /// or may come here that the proxy has no copy of.
  public boolean mayEndEarly() {
    return answered && !over && request.mayBeLeft() && response.mayBeLeft();
  }

  void send(Answer answer) {
    if (over) {
      return;
    }
    answered = true;
    proxy.accept(answer);
  }

  Slice takeMetadata() {
    Slice taken = metadata.map(Supplier::get).orElse(Slice.empty());
    metadata = Optional.empty();
    return taken;
  }

  private Side side(Direction direction) {
    return direction == Direction.REQUEST ? request : response;
  }
}
