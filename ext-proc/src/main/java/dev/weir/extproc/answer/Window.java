package dev.weir.extproc.answer;

/// The flow control windows of one body in a duplex mode: what we may send, and what the proxy may
/// send us. Bytes count when they are sent; a window may fall below zero by one gRPC message.
final class Window {
  /// Of a proxy that announces no windows.
  static final Window WITHOUT_BOUNDS = new Window(Long.MAX_VALUE, 0);

  private final boolean bounded;
  private final long updateAt;
  private long left;
  private long consumed;

  private Window(long left, long theirs) {
    this.bounded = left != Long.MAX_VALUE;
    this.left = left;
    this.updateAt = theirs / 2;
  }

  /// @param ours bytes that we may send
  /// @param theirs bytes that the proxy may send us
  static Window of(long ours, long theirs) {
    return new Window(ours, theirs);
  }

  boolean isBounded() {
    return bounded;
  }

  boolean isClosed() {
    return left <= 0;
  }

  /// How many bytes of at most `wanted` fit, at least one.
  int fit(int wanted) {
    return (int) Math.max(1, Math.min(wanted, left));
  }

  void sent(int bytes) {
    if (bounded) {
      left -= bytes;
    }
  }

  /// The proxy gives more, or takes some back.
  void add(long bytes) {
    if (bounded) {
      left += bytes;
    }
  }

  void received(int bytes) {
    if (bounded) {
      consumed += bytes;
    }
  }

  /// What is worth telling the proxy that it may send more, or 0.
  long takeUpdate() {
    if (consumed == 0 || consumed < updateAt) {
      return 0;
    }
    long update = consumed;
    consumed = 0;
    return update;
  }
}
