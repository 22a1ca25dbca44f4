package dev.weir.cli.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// One slice of load: which connection sends when, and what came back.
///
/// Owned by its event loop; [#start] and [#abandon] may be called from outside.
final class LoadSlice {
  private enum State {
    CONNECTING,
    SENDING,
    DRAINING,
    FINISHED
  }

  private static final long LONGEST_LATENCY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Load load;
  private final ByteBuf request;
  private final MarkFinder finder;
  private final EventLoop owner;
  private final ArrayDeque<ClientConnection> idle = new ArrayDeque<>();
  private final Histogram latency = new Histogram(LONGEST_LATENCY_NANOS, 3);
  private final CompletableFuture<LoadResult> result = new CompletableFuture<>();

  private State state = State.CONNECTING;
  private long startNanos;
  private long lastAnswerNanos;
  private long due; // requests that have fallen due, at a fixed rate
  private long sent;
  private long answered;
  private long marked;
  private long bodyBytes;
  private long refused;
  private long lost;

  LoadSlice(Load load, ByteBuf request, Mark mark, EventLoop owner) {
    this.load = load;
    this.request = request;
    this.finder = new MarkFinder(mark);
    this.owner = owner;
  }

  CompletableFuture<LoadResult> start() {
    owner.execute(this::begin);
    return result;
  }

  /// What was seen so far; every request that is still unanswered counts as late.
  LoadResult abandon() throws InterruptedException {
    owner.execute(this::finish);
    return result.join();
  }

  private void begin() {
    state = State.SENDING;
    startNanos = System.nanoTime();
    lastAnswerNanos = startNanos;
    switch (load) {
      case Load.ClosedLoop(Duration slice) -> {
        var _ = owner.schedule(this::end, slice.toNanos(), TimeUnit.NANOSECONDS);
        sendOnAll();
      }
      case Load.FixedRate(Duration _, int perSecond) -> tick(perSecond);
    }
  }

  private void sendOnAll() {
    while (!idle.isEmpty()) {
      send(System.nanoTime());
    }
  }

  /// Lets fall due what the clock says, sends as much of it as there are idle connections, and
  /// comes back when the next request is due, if the slice has another one.
  private void tick(int perSecond) {
    long sliceNanos = load.slice().toNanos();
    long now = System.nanoTime() - startNanos;
    while (dueAfter(due, perSecond) <= Math.min(now, sliceNanos - 1)) {
      due++;
    }
    sendDue();
    if (dueAfter(due, perSecond) >= sliceNanos) {
      end();
      return;
    }
    long pause = dueAfter(due, perSecond) - (System.nanoTime() - startNanos);
    var _ = owner.schedule(() -> tick(perSecond), pause, TimeUnit.NANOSECONDS);
  }

  private void sendDue() {
    if (load instanceof Load.FixedRate(Duration _, int perSecond)) {
      while (sent < due && !idle.isEmpty()) {
        send(startNanos + dueAfter(sent, perSecond));
      }
    }
  }

  private static long dueAfter(long number, int perSecond) {
    return number * TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  private void send(long dueNanos) {
    sent++;
    idle.removeFirst().send(request, dueNanos);
  }

  private void end() {
    state = State.DRAINING;
    finishIfDrained();
  }

  void idle(ClientConnection connection) {
    idle.addLast(connection);
    switch (load) {
      case Load.ClosedLoop _ -> {
        if (state == State.SENDING) {
          send(System.nanoTime());
        }
      }
      case Load.FixedRate _ -> sendDue();
    }
    finishIfDrained();
  }

  void answered(HttpHead answer, HttpBody body, long dueNanos) {
    lastAnswerNanos = System.nanoTime();
    answered++;
    latency.recordValue(Math.min(lastAnswerNanos - dueNanos, LONGEST_LATENCY_NANOS));
    int status = answer.status();
    if (status < 200 || status > 299) {
      refused++;
    }
    bodyBytes += body.bytes();
    if (finder.marks(answer, body)) {
      marked++;
    }
  }

  void lost(ClientConnection connection, boolean withRequest) {
    idle.remove(connection);
    if (withRequest) {
      lost++;
      finishIfDrained();
    }
  }

  private void finishIfDrained() {
    if (state == State.DRAINING && unanswered() == 0) {
      finish();
    }
  }

  private long unanswered() {
    return Math.max(sent, due) - answered - lost;
  }

  private void finish() {
    state = State.FINISHED;
    var elapsed = Duration.ofNanos(lastAnswerNanos - startNanos);
    var faults = new Faults(refused, lost, unanswered());
    result.complete(new LoadResult(answered, marked, bodyBytes, elapsed, latency, faults));
  }
}
