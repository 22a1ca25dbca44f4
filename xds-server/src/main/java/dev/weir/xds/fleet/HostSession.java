package dev.weir.xds.fleet;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.proto.v1alpha1.PluginStatus;
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
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A stream of an ext-proc host. Chains go out one by one, so that an answer, which may take a
/// compilation, belongs to one chain.
final class HostSession implements Session, Witness {
  private static final Logger LOG = LoggerFactory.getLogger(HostSession.class);
  private static final TypeRule RULE = new TypeRule(TypeUrls.CHAIN, true, 1);

  private final Fleet fleet;
  private final Host host;
  private final DeltaStream stream;
  private boolean begun;

  HostSession(Fleet fleet, Host host, Outbox outbox) {
    this.fleet = fleet;
    this.host = host;
    this.stream =
        new DeltaStream(
            List.of(new DeltaStream.Content.Resources(RULE, fleet::chains)),
            Counted.of(outbox, fleet.meters()),
            this);
    fleet.meters().opened();
    host.connected();
    fleet.opened(stream);
  }

  @Override
  public boolean serves(String typeUrl) {
    return stream.serves(typeUrl);
  }

  @Override
  public void request(DeltaRequest request) {
    if (!begun) {
      begun = true;
      host.announced(request.initialVersions().keySet());
    }
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
    host.disconnected(fleet.now());
    fleet.closed(stream);
    fleet.meters().closed();
    fleet.changed();
  }

  @Override
  public void accepted(DeltaResponse response) {
    fleet.meters().accepted(response.typeUrl());
    response.removed().forEach(host::forget);
    for (Resource chain : response.resources()) {
      host.loaded(chain.name());
      fleet.chains().get(chain.name()).ifPresent(Chain::load);
    }
    fleet.changed();
  }

  @Override
  public void rejected(DeltaResponse response, Rejection rejection) {
    fleet.meters().rejected(response.typeUrl());
    String text = Texts.foreign(rejection.message());
    Failure failure = new Failure(text, fleet.now(), "host " + host.id());
    response.removed().forEach(host::forget);
    for (Resource chain : response.resources()) {
      LOG.warn("host {}: refused {}: {}", host.id(), chain.name(), text);
      host.refused(chain.name(), failure);
      fleet
          .chains()
          .get(chain.name())
          .ifPresent(refused -> fleet.rollout().rejected(refused, plugin(rejection), failure));
    }
    fleet.changed();
  }

  /// The plugin that the host names as the cause.
  private static Optional<String> plugin(Rejection rejection) {
    for (Any detail : rejection.details()) {
      if (detail.is(PluginStatus.class)) {
        try {
          return Optional.of(detail.unpack(PluginStatus.class).getName());
        } catch (InvalidProtocolBufferException e) {
          LOG.warn("rejection: unreadable PluginStatus", e);
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public void stale(DeltaRequest request) {
    fleet.meters().stale(request.typeUrl());
  }
}
