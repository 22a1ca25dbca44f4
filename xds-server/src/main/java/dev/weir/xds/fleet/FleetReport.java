package dev.weir.xds.fleet;

import dev.weir.model.Placement;
import dev.weir.model.WasmPlugin;
import dev.weir.proto.v1alpha1.ChainStatus;
import dev.weir.proto.v1alpha1.PluginStatus;
import dev.weir.xds.compile.Link;
import dev.weir.xds.compile.PluginVersion;
import dev.weir.xds.status.Failure;
import dev.weir.xds.status.HostState;
import dev.weir.xds.status.PluginState;
import dev.weir.xds.status.ProxyState;
import dev.weir.xds.status.ResourcesState;
import dev.weir.xds.status.Status;
import dev.weir.xds.store.Catalog;
import dev.weir.xds.store.PluginEntry;
import dev.weir.xds.stream.SlotHistory;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Puts the fleet's state into records. Lives for one picture.
final class FleetReport {
  private final Catalog catalog;
  private final Chains chains;
  private final Hosts hosts;
  private final Plans plans;
  private final ProxyViews views;
  private final Collection<Proxy> proxies;
  private final Map<Group, Integer> connected = new HashMap<>();
  private final Map<String, Integer> acked = new HashMap<>();

  /// What is put into the picture, besides the proxies.
  record Sources(Catalog catalog, Chains chains, Hosts hosts, Plans plans, ProxyViews views) {}

  FleetReport(Sources sources, Collection<Proxy> proxies) {
    this.catalog = sources.catalog();
    this.chains = sources.chains();
    this.hosts = sources.hosts();
    this.plans = sources.plans();
    this.views = sources.views();
    this.proxies = proxies;
  }

  Status status() {
    proxies.stream().filter(Proxy::isConnected).forEach(this::count);
    return new Status(
        catalog.isPublished(),
        catalog.plugins().stream().map(this::plugin).toList(),
        catalog.resources().stream()
            .map(entry ->
                new ResourcesState(
                    entry.name(),
                    entry.good().map(good -> good.digest().hex()),
                    entry.failure().or(() -> views.hidden(entry.name()))))
            .toList(),
        catalog.problems(),
        proxies.stream().map(FleetReport::proxy).toList(),
        hosts.all().stream().map(this::host).toList(),
        chains.all().stream().map(Chain::needs).toList());
  }

  private void count(Proxy proxy) {
    connected.merge(proxy.group(), 1, Integer::sum);
    for (SlotHistory slot : proxy.slots().values()) {
      slot.good()
          .flatMap(content -> plans.get(content.version()))
          .ifPresent(plan -> {
            for (Link link : plan.links()) {
              if (link instanceof Link.Running(PluginVersion version)) {
                acked.merge(key(link.name(), version.revision().hex()), 1, Integer::sum);
              }
            }
          });
    }
  }

  private static String key(String plugin, String revision) {
    return plugin + "@" + revision;
  }

  private PluginState plugin(PluginEntry entry) {
    WasmPlugin document = entry.document();
    Optional<String> served = entry.good().map(version -> version.revision().hex());
    Placement placement = document.execution().placement();
    int matched =
        connected.entrySet().stream()
            .filter(group -> group.getKey().isSelectedBy(document))
            .mapToInt(Map.Entry::getValue)
            .sum();
    boolean external = placement == Placement.EXTERNAL;
    PluginState.Reach reach =
        new PluginState.Reach(
            served.map(revision -> acked.getOrDefault(key(entry.name(), revision), 0)).orElse(0),
            matched,
            external ? served.map(revision -> loaded(entry.name(), revision)).orElse(0) : 0,
            external ? hosts.connected().size() : 0);
    return new PluginState(
        entry.name(),
        new PluginState.Place(document.order().type(), document.order().phase(), placement),
        new PluginState.Revision(served, entry.wanted().map(version -> version.revision().hex())),
        reach,
        trouble(entry));
  }

  /// Hosts that run this revision in some chain.
  private int loaded(String plugin, String revision) {
    Set<String> running = new HashSet<>();
    for (Chain chain : chains.all()) {
      boolean holds =
          chain.links().stream()
              .anyMatch(link ->
                  link instanceof Link.Running(PluginVersion version)
                      && link.name().equals(plugin)
                      && version.revision().hex().equals(revision));
      if (holds) {
        hosts.connected().stream()
            .filter(host -> host.has(chain.name()))
            .map(Host::id)
            .forEach(running::add);
      }
    }
    return running.size();
  }

  private PluginState.Trouble trouble(PluginEntry entry) {
    long failures = 0;
    Optional<Failure> last = Optional.empty();
    for (Host host : hosts.all()) {
      for (ChainStatus chain : host.report().getChainsList()) {
        for (PluginStatus plugin : chain.getPluginsList()) {
          if (plugin.getName().equals(entry.name()) && servesGood(entry, chain)) {
            failures += plugin.getFailures();
            last = last.or(() -> runtimeFailure(plugin, host));
          }
        }
      }
    }
    return new PluginState.Trouble(entry.failure(), failures, last);
  }

  /// Whether the chain holds what serves now: failures of anything else are past, and one that was
  /// never loaded has its reason in the entry.
  private boolean servesGood(PluginEntry entry, ChainStatus chain) {
    return chain.getState() != ChainStatus.State.REJECTED
        && chains.get(chain.getChain()).stream()
            .flatMap(known -> known.links().stream())
            .anyMatch(link ->
                link instanceof Link.Running(PluginVersion version)
                    && link.name().equals(entry.name())
                    && entry.good().filter(good -> isSame(good, version)).isPresent());
  }

  private static boolean isSame(PluginVersion one, PluginVersion other) {
    return one.revision().equals(other.revision());
  }

  private static Optional<Failure> runtimeFailure(PluginStatus plugin, Host host) {
    if (plugin.getLastError().isEmpty()) {
      return Optional.empty();
    }
    Instant at =
        Instant.ofEpochSecond(
            plugin.getLastErrorTime().getSeconds(), plugin.getLastErrorTime().getNanos());
    return Optional.of(new Failure(Texts.foreign(plugin.getLastError()), at, "host " + host.id()));
  }

  private static ProxyState proxy(Proxy proxy) {
    List<ProxyState.SlotState> slots =
        proxy.slots().entrySet().stream()
            .flatMap(slot -> slot(slot.getKey(), slot.getValue()).stream())
            .toList();
    return new ProxyState(
        proxy.node().id(),
        proxy.node().version().toString(),
        proxy.isConnected(),
        slots,
        proxy.failures().stream().max(java.util.Comparator.comparing(Failure::at)));
  }

  private static Optional<ProxyState.SlotState> slot(String name, SlotHistory history) {
    return history
        .open()
        .map(content -> state(name, content.version(), ProxyState.Progress.SENT))
        .or(() ->
            history
                .refused()
                .map(content -> state(name, content.version(), ProxyState.Progress.REJECTED)))
        .or(() ->
            history
                .good()
                .map(content -> state(name, content.version(), ProxyState.Progress.ACKED)));
  }

  private static ProxyState.SlotState state(
      String slot, String revision, ProxyState.Progress progress) {
    return new ProxyState.SlotState(slot, revision, progress);
  }

  private HostState host(Host host) {
    List<HostState.ChainState> states =
        chains.all().stream().map(chain -> chain(chain.name(), host)).toList();
    return new HostState(
        host.id(), host.report().getAddress(), host.isConnected(), host.isServing(), states);
  }

  private static HostState.ChainState chain(String name, Host host) {
    long streams =
        host.report().getChainsList().stream()
            .filter(chain -> chain.getChain().equals(name))
            .mapToLong(ChainStatus::getOpenStreams)
            .sum();
    HostState.Progress progress =
        host.has(name)
            ? HostState.Progress.LOADED
            : host.refusal(name).isPresent()
                ? HostState.Progress.REJECTED
                : HostState.Progress.OFFERED;
    return new HostState.ChainState(name, progress, streams, host.refusal(name));
  }
}
