package dev.weir.extproc.upstream;

import java.util.concurrent.atomic.AtomicInteger;

/// Counts the calls that are open to one upstream. Callable from any thread.
final class OpenCalls {
  private final int limit;
  private final AtomicInteger open = new AtomicInteger();

  OpenCalls(int limit) {
    this.limit = limit;
  }

  /// Whether one more may be made; if so it is counted until [#close].
  boolean tryOpen() {
    if (open.incrementAndGet() <= limit) {
      return true;
    }
    open.decrementAndGet();
    return false;
  }

  void close() {
    open.decrementAndGet();
  }
}
