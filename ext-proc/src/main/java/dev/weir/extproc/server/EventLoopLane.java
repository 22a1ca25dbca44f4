package dev.weir.extproc.server;

import dev.weir.proxywasm.Lane;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A lane that is an event loop, so that a stream's messages need no hand-over to its plugins.
public final class EventLoopLane implements Lane {
  private final int index;
  private final EventLoop loop;

  EventLoopLane(int index, EventLoop loop) {
    this.index = index;
    this.loop = loop;
  }

  /// Number of this lane among its host's, from 0.
  public int index() {
    return index;
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public Cancellable schedule(Runnable task, Duration delay) {
    Future<?> scheduled = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  @Override
  public boolean isCurrent() {
    return loop.inEventLoop();
  }

  @Override
  public String toString() {
    return "lane " + index;
  }
}
