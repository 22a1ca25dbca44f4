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
  private final Limits limits;
  private final Consumer<Refusal> refusals;
  private final AtomicInteger open = new AtomicInteger();

  /// Open streams of each IP address that has any.
  private final Map<String, Integer> openOfPeer = new ConcurrentHashMap<>();

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

  private int count(String peer) {
    return Objects.requireNonNull(openOfPeer.merge(peer, 1, Integer::sum));
  }

  void leave(String peer) {
    open.decrementAndGet();
    if (!peer.isEmpty()) {
      openOfPeer.computeIfPresent(peer, (_, streams) -> streams == 1 ? null : streams - 1);
    }
  }
}
