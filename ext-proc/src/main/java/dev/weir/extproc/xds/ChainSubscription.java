package dev.weir.extproc.xds;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.extproc.load.ChainLoader;
import dev.weir.extproc.load.LoadException;
import dev.weir.extproc.load.LoadedChain;
import dev.weir.extproc.xds.ChainStates.ChainState;
import dev.weir.proto.v1alpha1.FilterChain;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which chains this host runs: takes what the xDS server offers, loads it off the lanes, and
/// answers when it is known whether it runs.
///
/// ```
///  offered ──► LOADING ── runs ──► LOADED ── withdrawn ──► DRAINING ── last stream ends ──► gone
///                 └── does not ──► REJECTED ── withdrawn ──► gone
/// ```
///
/// Belongs to the thread of `owner`. Chains stay as they are while the server is away.
final class ChainSubscription {
  private static final Logger LOG = LoggerFactory.getLogger(ChainSubscription.class);

  private final Executor owner;
  private final Executor loaderThreads;
  private final ChainLoader loader;
  private final ChainStore store;
  private final Runnable onChange;
  private final ChainStates states = new ChainStates();

  /// @param onChange called on the owner's thread when a state has changed
  ChainSubscription(
      Executor owner,
      Executor loaderThreads,
      ChainLoader loader,
      ChainStore store,
      Runnable onChange) {
    this.owner = owner;
    this.loaderThreads = loaderThreads;
    this.loader = loader;
    this.store = store;
    this.onChange = onChange;
  }

  ChainStates states() {
    return states;
  }

  boolean isLoading() {
    return states.all().values().stream().anyMatch(ChainState.Loading.class::isInstance);
  }

  /// @param whenAnswerable called on the owner's thread, once, when all of the offer is decided
  void offered(DeltaDiscoveryResponse response, Consumer<Offer> whenAnswerable) {
    Offer offer =
        new Offer(response.getTypeUrl(), response.getNonce(), response.getResourcesCount());
    response.getRemovedResourcesList().forEach(this::withdrawn);
    for (Resource resource : response.getResourcesList()) {
      take(resource, offer, whenAnswerable);
    }
    if (offer.isAnswerable()) {
      whenAnswerable.accept(offer);
    }
  }

  /// Everything is withdrawn, because the host ends.
  void withdrawAll() {
    List.copyOf(states.all().keySet()).forEach(this::withdrawn);
  }

  /// A resource never changes under its name, so one that runs needs no second look.
  private void take(Resource resource, Offer offer, Consumer<Offer> whenAnswerable) {
    String name = resource.getName();
    if (states.all().get(name) instanceof ChainState.Loaded(LoadedChain chain, String _)) {
      states.put(name, new ChainState.Loaded(chain, resource.getVersion()));
      offer.loaded();
      return;
    }
    states.put(name, new ChainState.Loading());
    onChange.run();
    loaderThreads.execute(() -> {
      Outcome outcome = load(resource);
      owner.execute(() -> {
        decided(resource, outcome, offer);
        if (offer.isAnswerable()) {
          whenAnswerable.accept(offer);
        }
      });
    });
  }

  private sealed interface Outcome {
    record Runs(LoadedChain chain) implements Outcome {}

    record Fails(LoadException cause) implements Outcome {}
  }

  private Outcome load(Resource resource) {
    try {
      return new Outcome.Runs(loader.load(resource.getResource().unpack(FilterChain.class)));
    } catch (LoadException e) {
      return new Outcome.Fails(e);
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      LOG.error("chain {}: a defect of the host, or no chain at all", resource.getName(), e);
      return new Outcome.Fails(LoadException.ofHost(e));
    }
  }

  private void decided(Resource resource, Outcome outcome, Offer offer) {
    String name = resource.getName();
    boolean withdrawn = !(states.all().get(name) instanceof ChainState.Loading);
    switch (outcome) {
      case Outcome.Runs(LoadedChain chain) when withdrawn -> {
        offer.loaded();
        chain.drain(() -> {});
      }
      case Outcome.Runs(LoadedChain chain) -> {
        offer.loaded();
        store.put(chain);
        states.put(name, new ChainState.Loaded(chain, resource.getVersion()));
        LOG.info("chain {}: loaded, {} plugins", name, chain.plugins().size());
      }
      case Outcome.Fails(LoadException cause) -> {
        offer.refused(cause);
        if (!withdrawn) {
          states.put(name, new ChainState.Rejected(cause));
        }
        LOG.warn("chain {}: refused: {}", name, cause.describe());
      }
    }
    onChange.run();
  }

  private void withdrawn(String name) {
    ChainState state = states.all().get(name);
    if (state instanceof ChainState.Loaded(LoadedChain chain, String _)) {
      store.remove(chain);
      states.put(name, new ChainState.Draining(chain));
      chain.drain(() -> owner.execute(() -> drained(name, chain)));
    } else if (!(state instanceof ChainState.Draining)) {
      states.remove(name);
    }
    onChange.run();
  }

  /// A chain may have come back under its name while its first life was draining.
  private void drained(String name, LoadedChain chain) {
    if (states.all().get(name) instanceof ChainState.Draining(LoadedChain draining)
        && draining == chain) {
      states.remove(name);
      LOG.info("chain {}: gone", name);
      onChange.run();
    }
  }
}
