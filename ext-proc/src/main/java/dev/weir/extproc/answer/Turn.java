package dev.weir.extproc.answer;

/// The right to answer one message of the proxy, once and in its order.
///
/// A turn that outlives its exchange says nothing: after an immediate response or the end of the
/// stream its answer is dropped, because the proxy no longer listens.
public abstract sealed class Turn permits HeadersTurn, BodyTurn, TrailersTurn {
  private final Side side;

  Turn(Side side) {
    this.side = side;
  }

  final Side side() {
    return side;
  }

  /// Whether no earlier message of this direction waits for its answer.
  public final boolean isNext() {
    return side.isNext(this);
  }
}
