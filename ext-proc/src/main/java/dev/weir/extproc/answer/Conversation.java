package dev.weir.extproc.answer;

import dev.weir.extproc.wire.BodyMode;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.Slice;
import java.time.Duration;
import java.util.function.Consumer;

/// What has been said on one ext_proc stream, and what the proxy still waits for.
///
/// Belongs to the stream's lane.
public final class Conversation {
  private final Consumer<Answer> proxy;
  private final Side request;
  private final Side response;
  private Slice metadata = Slice.empty();
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
  public BodyStream streamedBody(Direction direction, boolean endOfStream) {
    return side(direction).streamedBody(endOfStream);
  }

  /// The proxy has sent trailers.
  public TrailersTurn trailers(Direction direction) {
    return side(direction).trailers();
  }

  /// Whether the proxy counts the time until an answer of ours, in either direction.
  public boolean isTimed() {
    return isTimed(Direction.REQUEST) || isTimed(Direction.RESPONSE);
  }

  /// Whether the proxy counts the time until an answer in this direction. It does not in duplex.
  public boolean isTimed(Direction direction) {
    Side side = side(direction);
    return !over && side.owes() && !side.mode().duplex();
  }

  /// Adds dynamic metadata, a serialized `google.protobuf.Struct`, to the next answer. A later call
  /// before that answer takes the place of an earlier one.
  public void putMetadata(Slice struct) {
    metadata = struct;
  }

  /// Answers in place of the upstream and ends the conversation. Legal at any time.
  public void immediate(ImmediateResponse answer) {
    send(Answers.immediate(answer, takeMetadata()));
    over = true;
  }

  /// Asks the proxy to wait longer for the answer it waits for; at most once per message, which the
  /// caller sees to.
  public void moreTime(Duration time) {
    if (request.owes() || response.owes()) {
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
    Slice taken = metadata;
    metadata = Slice.empty();
    return taken;
  }

  private Side side(Direction direction) {
    return direction == Direction.REQUEST ? request : response;
  }
}
