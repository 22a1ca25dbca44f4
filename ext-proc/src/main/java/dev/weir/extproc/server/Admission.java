package dev.weir.extproc.server;

import dev.weir.extproc.grpc.CallHeaders;
import dev.weir.extproc.grpc.GrpcCall;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Lets streams in as far as the limits allow. Called on all lanes.
final class Admission {
  /// A peer's count that has been zero and belongs to nobody any more.
  private static final int GONE = -1;

  private final Limits limits;
  private final Consumer<Refusal> refusals;
  private final AtomicInteger open = new AtomicInteger();

  /// Open streams of each IP address that has any.
  private final Map<String, AtomicInteger> openOfPeer = new ConcurrentHashMap<>();

  Admission(Limits limits, Consumer<Refusal> refusals) {
    this.limits = limits;
    this.refusals = refusals;
  }

  /// As [#enter]; a call that is refused is told why and closed.
  ///
  /// @return whether it may start
  boolean admit(GrpcCall call, CallHeaders headers) {
    Optional<Refusal> refusal = enter(call.peer(), headers.bytes());
    refusal.ifPresent(why -> {
      refusals.accept(why);
      call.close(why.status());
    });
    return refusal.isEmpty();
  }

  /// Takes a place for one stream, to be given back by [#leave] unless it is refused.
  ///
  /// @param peer IP address of the client; empty on a Unix socket
  /// @param metadataBytes names and values of the stream's metadata
  Optional<Refusal> enter(String peer, int metadataBytes) {
    if (metadataBytes > limits.metadataBytes()) {
      return Optional.of(Refusal.METADATA);
    }
    if (open.incrementAndGet() > limits.streams()) {
      open.decrementAndGet();
      return Optional.of(Refusal.STREAMS);
    }
    if (!peer.isEmpty() && count(peer) > limits.streamsPerPeer()) {
      leave(peer);
      return Optional.of(Refusal.PEER);
    }
    return Optional.empty();
  }

  /// Without a lock: most streams come from few proxies, on all lanes at once.
  private int count(String peer) {
    while (true) {
      AtomicInteger streams = openOfPeer.computeIfAbsent(peer, _ -> new AtomicInteger());
      int now = streams.get();
      if (now == GONE) {
        openOfPeer.remove(peer, streams);
      } else if (streams.compareAndSet(now, now + 1)) {
        return now + 1;
      }
    }
  }

  void leave(String peer) {
    open.decrementAndGet();
    if (!peer.isEmpty()) {
      AtomicInteger streams = Objects.requireNonNull(openOfPeer.get(peer));
      if (streams.decrementAndGet() == 0 && streams.compareAndSet(0, GONE)) {
        openOfPeer.remove(peer, streams);
      }
    }
  }
}
