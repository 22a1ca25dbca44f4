package dev.weir.extproc.chain;

import java.util.ArrayDeque;
import java.util.Queue;

/// What happens to one exchange or connection, one thing after the other: what is asked for in the
/// midst of something waits until that is through.
public final class Tasks {
  private final Queue<Runnable> waiting = new ArrayDeque<>(4);
  private final Runnable whenQuiet;
  private boolean running;
  private boolean closed;

  /// @param whenQuiet called when everything that was asked for has happened
  public Tasks(Runnable whenQuiet) {
    this.whenQuiet = whenQuiet;
  }

  public void perform(Runnable task) {
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

  public void close() {
    closed = true;
    waiting.clear();
  }

  public boolean isClosed() {
    return closed;
  }
}
