package dev.weir.extproc.chain;

import java.util.ArrayDeque;
import java.util.Queue;

/// What happens to one exchange, one thing after the other: what is asked for in the midst of
/// something waits until that is through.
final class Tasks {
  private final Queue<Runnable> waiting = new ArrayDeque<>(4);
  private final Runnable whenQuiet;
  private boolean running;
  private boolean closed;

  /// @param whenQuiet called when everything that was asked for has happened
  Tasks(Runnable whenQuiet) {
    this.whenQuiet = whenQuiet;
  }

  void perform(Runnable task) {
    if (closed) {
      return;
    }
    waiting.add(task);
    if (running) {
      return;
    }
    running = true;
    try {
      for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
        next.run();
      }
    } finally {
      running = false;
    }
    whenQuiet.run();
  }

  void close() {
    closed = true;
    waiting.clear();
  }

  boolean isClosed() {
    return closed;
  }
}
