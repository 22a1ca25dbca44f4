package dev.weir.extproc.grpc;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Finds out that a client is gone without a word: a connection on which nothing came for a while
/// is asked by PING, and closed if nothing comes then. Belongs to the connection's event loop.
final class KeepAlive {
  private static final long PING = 1;

  private final Connection connection;
  private final ChannelHandlerContext context;
  private boolean heard;
  private Future<?> next;

  KeepAlive(Connection connection, ChannelHandlerContext context) {
    this.connection = connection;
    this.context = context;
    this.next = later(Lifetimes.PING_INTERVAL, this::look);
  }

  /// Something was read.
  void heard() {
    heard = true;
  }

  void stop() {
    next.cancel(false);
  }

  private void look() {
    if (heard) {
      heard = false;
      next = later(Lifetimes.PING_INTERVAL, this::look);
    } else {
      connection.ping(PING);
      next = later(Lifetimes.PING_ANSWER, this::judge);
    }
  }

  private void judge() {
    if (heard) {
      look();
    } else {
      var _ = context.close();
    }
  }

  private Future<?> later(Duration time, Runnable task) {
    return context.executor().schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
