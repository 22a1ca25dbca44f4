package dev.weir.extproc.answer;

/// The proxy holds trailers until they are answered.
public final class TrailersTurn extends Turn {
  TrailersTurn(Side side) {
    super(side);
  }

  /// Lets the trailers go, and with them the end of this direction.
  public void proceed(HeaderMutation mutation) {
    side().answerTrailers(this, mutation);
  }
}
