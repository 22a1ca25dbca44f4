package dev.weir.xds.service;

import dev.weir.xds.compile.ProxyNode;
import dev.weir.xds.compile.TypeUrls;
import dev.weir.xds.fleet.Fleet;
import dev.weir.xds.fleet.FleetMeters;
import dev.weir.xds.fleet.Session;
import dev.weir.xds.stream.DeltaResponse;
import dev.weir.xds.stream.Outbox;
import io.envoyproxy.controlplane.server.exception.RequestException;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One delta discovery stream on the wire: finds out who it is, refuses what breaks the protocol,
/// and passes the rest on.
///
/// ```
/// NEW ──first request, with a node──► SERVED ──end, error, refusal──► CLOSED
/// ```
///
/// Called on the owner's thread only, which is the server's executor.
final class DiscoveryStream implements StreamObserver<DeltaDiscoveryRequest>, Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(DiscoveryStream.class);

  private final Fleet fleet;
  private final FleetMeters meters;
  private final Bounds bounds;
  private final Optional<String> onlyType;
  private final Admission.Ticket ticket;
  private final Extensions extensions;
  private final Listeners listeners;
  private final ServerCallStreamObserver<DeltaDiscoveryResponse> client;
  private @Nullable Session session;
  private String node = "";
  private boolean closed;

  /// @param onlyType the type that the service implies; empty for ADS
  DiscoveryStream(
      Shared shared,
      Optional<String> onlyType,
      Admission.Ticket ticket,
      ServerCallStreamObserver<DeltaDiscoveryResponse> client) {
    this.fleet = shared.fleet();
    this.meters = shared.meters();
    this.bounds = shared.bounds();
    this.onlyType = onlyType;
    this.ticket = ticket;
    this.extensions = shared.extensions();
    this.listeners = new Listeners(extensions.callbacks(), ticket.number(), onlyType);
    this.client = client;
    client.setOnReadyHandler(this::transportReady);
    client.setOnCancelHandler(
        () -> closeWith(Status.CANCELLED.withDescription("by the client").asRuntimeException()));
  }

  @Override
  public void onNext(DeltaDiscoveryRequest request) {
    if (closed) {
      return;
    }
    String typeUrl = request.getTypeUrl().isEmpty() ? onlyType.orElse("") : request.getTypeUrl();
    Optional<String> fault = fault(request, typeUrl);
    if (fault.isPresent()) {
      refuse(Status.INVALID_ARGUMENT.withDescription(fault.get()));
      return;
    }
    if (!isWelcome(request)) {
      return;
    }
    Session open = session == null ? begin(request.getNode(), typeUrl) : session;
    session = open;
    if (!open.serves(typeUrl)) {
      meters.unserved();
      return;
    }
    open.request(Messages.read(request, typeUrl));
    if (open.largestSubscription() > bounds.namesPerSubscription()) {
      refuse(
          Status.RESOURCE_EXHAUSTED.withDescription(
              "subscription: more than %d names (limit: namesPerSubscription)"
                  .formatted(bounds.namesPerSubscription())));
    }
  }

  private boolean isWelcome(DeltaDiscoveryRequest request) {
    try {
      if (session == null) {
        listeners.opened();
      }
      listeners.requested(request);
      return true;
    } catch (RequestException e) {
      refuse(e.getStatus());
      return false;
    }
  }

  private Optional<String> fault(DeltaDiscoveryRequest request, String typeUrl) {
    if (typeUrl.isEmpty()) {
      return Optional.of("type_url: '' (expected: a type, on an aggregated stream)");
    }
    if (onlyType.isPresent() && !typeUrl.equals(onlyType.get())) {
      return Optional.of("type_url: '%s' (expected: '%s')".formatted(cut(typeUrl), onlyType.get()));
    }
    String id = request.getNode().getId();
    if (session == null && id.isEmpty()) {
      return Optional.of("node.id: '' (expected: an id, in the first request of a stream)");
    }
    if (id.length() > bounds.nameBytes()) {
      return Optional.of(
          "node.id: %d characters (limit: nameBytes, %d)"
              .formatted(id.length(), bounds.nameBytes()));
    }
    if (session != null && !id.isEmpty() && !id.equals(node)) {
      return Optional.of(
          "node.id: '%s' (expected: '%s', as in the first request)".formatted(cut(id), cut(node)));
    }
    return longName(request);
  }

  private Optional<String> longName(DeltaDiscoveryRequest request) {
    return request.getResourceNamesSubscribeList().stream()
        .filter(name -> name.length() > bounds.nameBytes())
        .findFirst()
        .map(name ->
            "resource_names_subscribe: a name of %d characters (limit: nameBytes, %d)"
                .formatted(name.length(), bounds.nameBytes()));
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), 64));
  }

  private Session begin(Node description, String typeUrl) {
    node = description.getId();
    return typeUrl.equals(TypeUrls.CHAIN)
        ? fleet.host(node, this)
        : fleet.proxy(grouped(ProxyNode.of(description), description), this);
  }

  private ProxyNode grouped(ProxyNode proxy, Node description) {
    return extensions
        .groups()
        .map(groups -> String.valueOf(groups.hash(description)))
        .map(group -> proxy.with(Extensions.GROUP_LABEL, group))
        .orElse(proxy);
  }

  private void refuse(Status status) {
    LOG.warn("stream of '{}': refused: {}", cut(node), status.getDescription());
    meters.refused(status.getCode().name());
    closeWith(status.asRuntimeException());
    client.onError(status.asRuntimeException());
  }

  private void transportReady() {
    Session open = session;
    if (open != null && !closed) {
      open.ready();
    }
  }

  @Override
  public boolean ready() {
    return !closed && client.isReady();
  }

  @Override
  public void send(DeltaResponse response) {
    DeltaDiscoveryResponse message = Messages.write(response);
    listeners.responded(message);
    client.onNext(message);
  }

  @Override
  public void onError(Throwable cancelled) {
    closeWith(cancelled);
  }

  @Override
  public void onCompleted() {
    if (!closed) {
      close();
      listeners.closed();
      client.onCompleted();
    }
  }

  private void closeWith(Throwable error) {
    if (!closed) {
      close();
      listeners.closedWith(error);
    }
  }

  private void close() {
    closed = true;
    ticket.close();
    Session open = session;
    if (open != null) {
      open.close();
    }
  }
}
