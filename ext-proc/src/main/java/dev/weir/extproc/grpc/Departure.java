package dev.weir.extproc.grpc;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Ends a connection without losing a call (RFC 9113, 6.8): a GOAWAY that still admits every
/// stream, a PING whose answer tells that the client has read it, a GOAWAY that names the last
/// stream, and the end of the connection with the end of that. Belongs to the connection's event
/// loop.
final class Departure {
  /// Data of the PING, so that its answer is known among those to others.
  static final long PING = 2;

  private static final double SPREAD = 0.1;

  private final Connection connection;
  private final ChannelHandlerContext context;
  private State state = State.STAYING;
  private Optional<Future<?>> next = Optional.empty();

  private enum State {
    STAYING,
    ANNOUNCED,
    LEAVING
  }

  Departure(Connection connection, ChannelHandlerContext context) {
    this.connection = connection;
    this.context = context;
  }

  /// Begins after about that long. The spread keeps connections that began together from ending
  /// together.
  void beginAfter(Duration age) {
    double factor = 1 + ThreadLocalRandom.current().nextDouble(-SPREAD, SPREAD);
    later((long) (age.toNanos() * factor), this::begin);
  }

  void begin() {
    if (state == State.STAYING) {
      state = State.ANNOUNCED;
      goAway(Integer.MAX_VALUE);
      connection.ping(PING);
      later(Lifetimes.PING_ANSWER.toNanos(), this::answered);
    }
  }

  /// The client has read the first GOAWAY, or had time enough for it.
  void answered() {
    if (state == State.ANNOUNCED) {
      state = State.LEAVING;
      stop();
      goAway(connection.connection().remote().lastStreamCreated());
      streamEnded();
    }
  }

  void streamEnded() {
    if (state == State.LEAVING && connection.connection().numActiveStreams() == 0) {
      // once all that was written before has left
      var _ = context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  void stop() {
    next.ifPresent(task -> task.cancel(false));
  }

  private void goAway(int lastStream) {
    var _ =
        connection.goAway(
            context,
            lastStream,
            Http2Error.NO_ERROR.code(),
            Unpooled.EMPTY_BUFFER,
            context.newPromise());
    context.flush();
  }

  private void later(long nanos, Runnable task) {
    stop();
    next = Optional.of(context.executor().schedule(task, nanos, TimeUnit.NANOSECONDS));
  }
}
