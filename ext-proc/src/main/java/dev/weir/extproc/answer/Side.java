package dev.weir.extproc.answer;

import dev.weir.extproc.answer.Answers.Common;
import dev.weir.extproc.wire.BodyMode;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.Slice;
import java.util.ArrayDeque;
import java.util.Queue;

/// One direction of an exchange as the proxy sees it: how far it has come, and what it waits for.
///
/// ```
/// FRESH ── headers ──► HEADERS ── body ──► BODY ── end of stream, trailers ──► ENDED
/// ```
///
/// Steps may be left out where the proxy is set up not to send them.
final class Side {
  /// Several proxies accept messages up to 64 KiB only; this leaves room for the rest of the
  /// message.
  static final int MAX_PIECE_BYTES = 62_000;

  /// Bound on messages that wait for an answer, which may be empty and so count as no bytes; far
  /// above what a plugin can hold in pieces as small as a proxy reads.
  static final int MAX_OWED = 65_536;

  private final Conversation conversation;
  private final Direction direction;
  private final Queue<Turn> owed = new ArrayDeque<>(2);
  private final BodyStream bodyStream = new BodyStream(this);
  private BodyMode mode;
  private Window window = Window.WITHOUT_BOUNDS;
  private Progress progress = Progress.FRESH;

  private boolean bodyBegan;

  /// Whether our own body stream, in a duplex mode, has ended.
  private boolean streamEnded;

  private enum Progress {
    FRESH,
    HEADERS,
    BODY,
    ENDED
  }

  Side(Conversation conversation, Direction direction, BodyMode mode) {
    this.conversation = conversation;
    this.direction = direction;
    this.mode = mode;
  }

  Direction direction() {
    return direction;
  }

  BodyMode mode() {
    return mode;
  }

  HeadersTurn headers(boolean endOfStream) {
    expect("headers", Progress.FRESH);
    progress = endOfStream ? Progress.ENDED : Progress.HEADERS;
    HeadersTurn turn = new HeadersTurn(this);
    owed.add(turn);
    return turn;
  }

  BodyTurn body(boolean endOfStream) {
    advanceBody(endOfStream);
    if (owed.size() == MAX_OWED) {
      throw new ProtocolViolationException(
          "%s body: more messages than are answered (limit: %d)".formatted(direction, MAX_OWED));
    }
    BodyTurn turn = new BodyTurn(this);
    owed.add(turn);
    return turn;
  }

  /// @param last whether nothing of this direction comes behind it, be it because the proxy was
  ///   asked to stop
  BodyStream streamedBody(int bytes, boolean last) {
    advanceBody(last);
    window.received(bytes);
    return bodyStream;
  }

  TrailersTurn trailers() {
    expect("trailers", Progress.BODY);
    progress = Progress.ENDED;
    TrailersTurn turn = new TrailersTurn(this);
    owed.add(turn);
    return turn;
  }

  /// From here on the proxy sends bodies in this mode.
  void setMode(BodyMode now) {
    mode = now;
  }

  Window window() {
    return window;
  }

  void setWindow(Window announced) {
    window = announced;
  }

  boolean isWindowClosed() {
    return window.isClosed();
  }

  /// A gRPC message cannot be parted.
  int largestPiece() {
    return mode == BodyMode.GRPC ? Integer.MAX_VALUE : window.fit(MAX_PIECE_BYTES);
  }

  boolean holdsHeaders() {
    return owed.peek() instanceof HeadersTurn;
  }

  boolean hasBegun() {
    return progress != Progress.FRESH;
  }

  boolean isComplete() {
    return progress == Progress.ENDED;
  }

  boolean owes() {
    return !owed.isEmpty();
  }

  /// Whether the stream may end here without harm to this direction. In a duplex mode it must be
  /// through: bytes that the proxy hands over while our end is on its way would be lost.
  boolean mayBeLeft() {
    boolean through = progress == Progress.ENDED && (!bodyBegan || streamEnded);
    return !owes() && (!mode.duplex() || through);
  }

  boolean isNext(Turn turn) {
    return owed.peek() == turn;
  }

  void answer(Turn turn, Answer.Kind kind, Common common) {
    settle(turn);
    Slice metadata = conversation.takeMetadata();
    boolean plain = common.changesNothing() && metadata.isEmpty();
    conversation.send(plain ? Answers.unchanged(kind) : Answers.common(kind, common, metadata));
    common.wishes().modes().ifPresent(conversation::follow);
  }

  void answerLast(Turn turn, Answer.Kind kind, Common common) {
    answer(turn, kind, common);
    progress = Progress.ENDED;
    streamEnded = true;
  }

  void answerTrailers(Turn turn, HeaderMutation mutation) {
    settle(turn);
    streamEnded = true;
    conversation.send(
        Answers.trailers(Answers.trailers(direction), mutation, conversation.takeMetadata()));
  }

  void stream(BodyPiece piece) {
    if (streamEnded || owed.peek() instanceof HeadersTurn) {
      throw new IllegalStateException(
          "%s body: written %s (expected: after the headers and before the end)"
              .formatted(direction, streamEnded ? "after its end" : "before the headers"));
    }
    streamEnded = piece.endOfStream() || piece.marks().drained();
    window.sent(piece.bytes().length());
    conversation.send(
        Answers.streamedBody(Answers.body(direction), piece, conversation.takeMetadata()));
  }

  private void settle(Turn turn) {
    if (owed.peek() != turn) {
      throw new IllegalStateException(
          "%s: %s answered out of turn (expected: %s)".formatted(direction, turn, owed.peek()));
    }
    owed.remove();
  }

  private void advanceBody(boolean endOfStream) {
    expect("body", Progress.BODY);
    bodyBegan = true;
    progress = endOfStream ? Progress.ENDED : Progress.BODY;
  }

  /// Checks that `what` may come now: at the latest at the point named `last`.
  private void expect(String what, Progress last) {
    if (progress.compareTo(last) > 0) {
      throw new ProtocolViolationException(
          "%s %s: after %s (expected: headers, body, trailers, each direction once)"
              .formatted(direction, what, progress));
    }
  }
}
