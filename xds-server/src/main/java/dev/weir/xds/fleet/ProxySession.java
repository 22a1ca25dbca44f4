package dev.weir.xds.fleet;

import dev.weir.xds.compile.TypeUrls;
import dev.weir.xds.status.Failure;
import dev.weir.xds.stream.DeltaRequest;
import dev.weir.xds.stream.DeltaResponse;
import dev.weir.xds.stream.DeltaStream;
import dev.weir.xds.stream.Outbox;
import dev.weir.xds.stream.Rejection;
import dev.weir.xds.stream.Resource;
import dev.weir.xds.stream.TypeRule;
import dev.weir.xds.stream.Witness;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A stream of a proxy: writes into the proxy's page of the ledger what it accepts and refuses.
final class ProxySession implements Session, Witness {
  private static final Logger LOG = LoggerFactory.getLogger(ProxySession.class);

  /// In the order in which they are sent: what is referred to comes before what refers to it.
  private static final List<String> TYPES =
      List.of(
          TypeUrls.SECRET,
          TypeUrls.CLUSTER,
          TypeUrls.ENDPOINTS,
          TypeUrls.EXTENSION,
          TypeUrls.LISTENER,
          TypeUrls.ROUTES);

  /// "For listeners and clusters a first request without names is for all."
  private static final Set<String> LEGACY_WILDCARD = Set.of(TypeUrls.CLUSTER, TypeUrls.LISTENER);

  private final Fleet fleet;
  private final Proxy proxy;
  private final DeltaStream stream;

  ProxySession(Fleet fleet, Proxy proxy, Outbox outbox) {
    this.fleet = fleet;
    this.proxy = proxy;
    this.stream =
        new DeltaStream(
            TYPES.stream().map(this::content).toList(), Counted.of(outbox, fleet.meters()), this);
    fleet.meters().opened();
    proxy.connected(stream);
  }

  private DeltaStream.Content content(String typeUrl) {
    if (typeUrl.equals(TypeUrls.EXTENSION)) {
      return new DeltaStream.Content.Slots(new TypeRule(typeUrl, false, 1), proxy);
    }
    TypeRule rule = new TypeRule(typeUrl, LEGACY_WILDCARD.contains(typeUrl), Integer.MAX_VALUE);
    return new DeltaStream.Content.Resources(rule, () -> fleet.views().of(proxy.node(), typeUrl));
  }

  @Override
  public boolean serves(String typeUrl) {
    return stream.serves(typeUrl);
  }

  @Override
  public void request(DeltaRequest request) {
    stream.request(request);
  }

  @Override
  public void ready() {
    stream.pump();
  }

  @Override
  public int largestSubscription() {
    return stream.largestSubscription();
  }

  @Override
  public void close() {
    proxy.disconnected(stream, fleet.now());
    fleet.meters().closed();
    fleet.changed();
  }

  @Override
  public void accepted(DeltaResponse response) {
    fleet.meters().accepted(response.typeUrl());
    if (response.typeUrl().equals(TypeUrls.EXTENSION)) {
      Resource content = response.resources().getFirst();
      proxy.recovered(content.name());
      fleet.rollout().accepted(proxy, content);
    } else {
      proxy.recovered(response.typeUrl());
    }
    fleet.changed();
  }

  @Override
  public void rejected(DeltaResponse response, Rejection rejection) {
    fleet.meters().rejected(response.typeUrl());
    String text = Texts.foreign(rejection.message());
    LOG.warn("proxy {}: refused {}: {}", proxy.node().id(), response.resources(), text);
    Failure failure = new Failure(text, fleet.now(), "proxy " + proxy.node().id());
    if (response.typeUrl().equals(TypeUrls.EXTENSION)) {
      Resource content = response.resources().getFirst();
      proxy.failed(content.name(), failure);
      fleet.rollout().rejected(content, failure);
    } else {
      proxy.failed(response.typeUrl(), failure);
    }
    fleet.changed();
  }

  @Override
  public void stale(DeltaRequest request) {
    fleet.meters().stale(request.typeUrl());
  }
}
