package dev.weir.extproc.server;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerTransportFilter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lets streams in as far as the limits allow, and knows the peers behind connections. Called on
/// all lanes.
final class Admission extends ServerTransportFilter {
  private static final Attributes.Key<Peer> PEER = Attributes.Key.create("weir-peer");
  private static final Peer UNKNOWN = new Peer("");

  private final Limits limits;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<String, Peer> peers = new ConcurrentHashMap<>();

  Admission(Limits limits) {
    this.limits = limits;
  }

  /// Who is at the other end of some connections.
  ///
  /// @param name its IP address; empty on a Unix socket
  record Peer(String name, AtomicInteger connections, AtomicInteger streams) {
    Peer(String name) {
      this(name, new AtomicInteger(), new AtomicInteger());
    }
  }

  @Override
  public Attributes transportReady(Attributes attributes) {
    SocketAddress remote = attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    if (!(remote instanceof InetSocketAddress address)) {
      return attributes;
    }
    String name = address.getAddress().getHostAddress();
    Peer peer =
        Objects.requireNonNull(
            peers.compute(
                name,
                (_, known) -> {
                  Peer of = known == null ? new Peer(name) : known;
                  of.connections().incrementAndGet();
                  return of;
                }));
    return attributes.toBuilder().set(PEER, peer).build();
  }

  /// @param attributes null if the connection ended before it was one of HTTP/2
  @Override
  public void transportTerminated(@Nullable Attributes attributes) {
    Peer peer = attributes == null ? null : attributes.get(PEER);
    if (peer != null) {
      peers.computeIfPresent(
          peer.name(), (_, known) -> known.connections().decrementAndGet() == 0 ? null : known);
    }
  }

  static Peer peer(Attributes attributes) {
    return Optional.ofNullable(attributes.get(PEER)).orElse(UNKNOWN);
  }

  /// As [#enter]; a call that is refused is told why and closed.
  ///
  /// @return whether it may start
  boolean admit(Peer peer, ServerCall<?, ?> call, Metadata metadata, Consumer<Refusal> refusals) {
    Optional<Refusal> refusal = enter(peer, metadata);
    refusal.ifPresent(why -> {
      refusals.accept(why);
      call.close(why.status(), new Metadata());
    });
    return refusal.isEmpty();
  }

  /// Takes a place for one stream, to be given back by [#leave] unless it is refused.
  Optional<Refusal> enter(Peer peer, Metadata metadata) {
    if (bytes(metadata) > limits.metadataBytes()) {
      return Optional.of(Refusal.METADATA);
    }
    if (open.incrementAndGet() > limits.streams()) {
      open.decrementAndGet();
      return Optional.of(Refusal.STREAMS);
    }
    if (!peer.name().isEmpty() && peer.streams().incrementAndGet() > limits.streamsPerPeer()) {
      leave(peer);
      return Optional.of(Refusal.PEER);
    }
    return Optional.empty();
  }

  void leave(Peer peer) {
    open.decrementAndGet();
    if (!peer.name().isEmpty()) {
      peer.streams().decrementAndGet();
    }
  }

  /// Received metadata is these very arrays, so counting copies nothing; the public API would make
  /// texts of all of it for each stream.
  private static int bytes(Metadata metadata) {
    int bytes = 0;
    for (byte[] nameOrValue : InternalMetadata.serialize(metadata)) {
      bytes += nameOrValue.length;
    }
    return bytes;
  }
}
