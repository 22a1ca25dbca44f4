package dev.weir.extproc.answer;

/// The body of one direction in a duplex mode: the proxy has handed it over for good, and what is
/// written here takes its place, in any number of messages.
public final class BodyStream {
  private final Side side;

  BodyStream(Side side) {
    this.side = side;
  }

  /// Sends a piece on, or as much of it as the proxy's window has room for; the headers must have
  /// been answered. Behind the end of the stream nothing may follow.
  ///
  /// @return the bytes that were sent; fewer than there are if the window is closed now
  public int write(BodyPiece piece) {
    int length = piece.bytes().length();
    int from = 0;
    while (length - from > side.largestPiece()) {
      if (side.isWindowClosed()) {
        return from;
      }
      int size = side.largestPiece();
      side.stream(piece.rest(from).first(size));
      from += size;
    }
    if (length > from && side.isWindowClosed()) {
      return from;
    }
    side.stream(piece.rest(from));
    return length;
  }
}
