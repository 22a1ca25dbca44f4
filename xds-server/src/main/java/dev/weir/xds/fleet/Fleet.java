package dev.weir.xds.fleet;

import dev.weir.xds.compile.ProxyNode;
import dev.weir.xds.host.ExtProcCluster;
import dev.weir.xds.host.HostEndpoint;
import dev.weir.xds.status.Status;
import dev.weir.xds.store.Catalog;
import dev.weir.xds.store.Publication;
import dev.weir.xds.stream.DeltaStream;
import dev.weir.xds.stream.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The owner's state as a whole: takes documents, streams and reports, and lets everything that
/// follows from them happen.
///
/// Whatever comes in only marks the fleet as unsettled; [#settle] runs once for all that came
/// together. Belongs to the owner's thread.
public final class Fleet {
  /// How often what only time changes is looked at: hosts that went away, chains that nobody names
  /// any more, slots that wait for their first content.
  private static final Duration TICK = Duration.ofSeconds(1);

  /// How often proxies that went away are looked for.
  private static final Duration TIDYING = Duration.ofSeconds(10);

  /// Enough for a fleet that restarts; a page of the ledger takes about 1 KB.
  static final int MAX_LOST_PROXIES = 10_000;

  private final Timer timer;
  private final Patience patience;
  private final FleetMeters meters;
  private final Catalog catalog = new Catalog();
  private final Plans plans = new Plans();
  private final Chains chains = new Chains();
  private final Hosts hosts;
  private final Departures departures = new Departures();
  private final Endpoints endpoints = new Endpoints();
  private final Rollout rollout;
  private final ProxyViews views;
  private final SortedMap<String, Proxy> proxies = new TreeMap<>();
  private final List<DeltaStream> hostStreams = new ArrayList<>();
  private final Instant started;
  private boolean settling;
  private boolean documentsChanged;
  private boolean news = true;

  /// @param cluster how proxies reach hosts
  public Fleet(Timer timer, Patience patience, FleetMeters meters, ExtProcCluster cluster) {
    this.timer = timer;
    this.patience = patience;
    this.meters = meters;
    this.hosts = new Hosts(chains, cluster, patience.lostHost());
    this.rollout = new Rollout(catalog, chains, hosts, plans, patience);
    this.views = new ProxyViews(catalog, cluster, endpoints, timer);
    this.started = timer.now();
    timer.after(TICK, this::tick);
    timer.after(TIDYING, this::tidy);
  }

  /// Whether there is anything to serve yet. Before that an empty answer would empty the proxies.
  public boolean isPublished() {
    return catalog.isPublished();
  }

  /// Makes a whole set of documents the wanted state.
  public void publish(Publication publication) {
    if (!catalog.isPublished()) {
      endpoints.gatherUntil(timer.now().plus(patience.returningHost()));
    }
    catalog.publish(publication, timer.now());
    views.clear();
    documentsChanged = true;
    changed();
  }

  /// A stream of a proxy.
  public Session proxy(ProxyNode node, Outbox outbox) {
    Proxy proxy = proxies.get(node.id());
    if (proxy == null || !proxy.node().equals(node)) {
      Group group = rollout.join(node, timer.now());
      if (proxy == null) {
        proxy = new Proxy(node, group, plans);
        proxies.put(node.id(), proxy);
      } else {
        proxy.becomes(node, group);
      }
    }
    changed();
    return new ProxySession(this, proxy, outbox);
  }

  /// A stream of an ext-proc host.
  public Session host(String id, Outbox outbox) {
    changed();
    return new HostSession(this, hosts.get(id, timer.now()), outbox);
  }

  /// A stream on which a host tells of itself.
  ///
  /// @param onLeft called once when a host that drains may end
  public HostReporter reporter(String id, Runnable onLeft) {
    return new HostReporter(this, hosts.get(id, timer.now()), onLeft);
  }

  /// Whether anything has happened since the last picture.
  public boolean hasNews() {
    return news;
  }

  /// A picture of everything, for readers on other threads.
  public Status status() {
    news = false;
    return new FleetReport(
            new FleetReport.Sources(catalog, chains, hosts, plans, views), proxies.values())
        .status();
  }

  /// Something came in that others may have to hear of.
  void changed() {
    if (!settling) {
      settling = true;
      timer.after(Duration.ZERO, this::settle);
    }
  }

  private void settle() {
    settling = false;
    news = true;
    if (!catalog.isPublished()) {
      return;
    }
    Instant now = timer.now();
    preload(now);
    int offered = chains.all().size();
    Set<Group> moved = rollout.advance(now);
    if (chains.all().size() != offered || !moved.isEmpty()) {
      pumpHosts();
    }
    boolean everywhere = serve(now) || documentsChanged;
    documentsChanged = false;
    if (everywhere || !moved.isEmpty()) {
      proxies.values().stream()
          .filter(proxy -> everywhere || moved.contains(proxy.group()))
          .forEach(Proxy::pump);
    }
    departures.settle(proxies.values());
  }

  /// @return whether proxies have to be told of hosts
  private boolean serve(Instant now) {
    List<HostEndpoint> chosen = hosts.choose(now);
    if (hosts.isAnyReplaced()) {
      endpoints.hurry();
    }
    boolean changed = endpoints.become(chosen, now);
    if (changed) {
      views.renew();
    }
    return changed;
  }

  /// Before the first proxy comes hosts load what a proxy without labels would need.
  private void preload(Instant now) {
    if (proxies.isEmpty() && rollout.groups().isEmpty()) {
      rollout.join(ProxyNode.UNKNOWN, now);
    }
  }

  private void tick() {
    timer.after(TICK, this::tick);
    if (!catalog.isPublished()) {
      return;
    }
    Instant now = timer.now();
    if (chains.isAdopting() && !started.plus(patience.adoption()).isAfter(now)) {
      chains.endAdoption();
      pumpHosts();
    }
    if (rollout.hasUnwanted() && !rollout.retire(proxies.values(), now).isEmpty()) {
      pumpHosts();
      changed();
    }
    if (rollout.isWaiting() || hosts.isMissingAny() || endpoints.isDue(now)) {
      changed();
    }
  }

  /// Looks at every proxy, so it runs rarely.
  private void tidy() {
    timer.after(TIDYING, this::tidy);
    meters.connected(
        (int) proxies.values().stream().filter(Proxy::isConnected).count(),
        hosts.connected().size());
    forgetProxies(timer.now());
    if (!proxies.isEmpty()) {
      Set<Group.Key> kept = new HashSet<>();
      proxies.values().forEach(proxy -> kept.add(Group.Key.of(proxy.node())));
      rollout.retainGroups(kept);
    }
  }

  /// A client may call itself anything, so only so many that went away are remembered.
  private void forgetProxies(Instant now) {
    List<Proxy> lost = new ArrayList<>();
    for (Proxy proxy : proxies.values()) {
      if (proxy.lost().isPresent()) {
        lost.add(proxy);
      }
    }
    lost.sort(Comparator.comparing(proxy -> proxy.lost().orElse(now)));
    int tooMany = lost.size() - MAX_LOST_PROXIES;
    for (int i = 0; i < lost.size(); i++) {
      boolean isOld = !lost.get(i).lost().orElse(now).plus(patience.lostProxy()).isAfter(now);
      if (i < tooMany || isOld) {
        proxies.remove(lost.get(i).node().id());
      }
    }
  }

  /// Whether proxies can speak to this host at all.
  boolean reaches(Host host) {
    return hosts.isReachable(host);
  }

  void pumpHosts() {
    List.copyOf(hostStreams).forEach(DeltaStream::pump);
  }

  void opened(DeltaStream hostStream) {
    hostStreams.add(hostStream);
  }

  void closed(DeltaStream hostStream) {
    hostStreams.remove(hostStream);
  }

  Departures departures() {
    return departures;
  }

  Rollout rollout() {
    return rollout;
  }

  Chains chains() {
    return chains;
  }

  ProxyViews views() {
    return views;
  }

  FleetMeters meters() {
    return meters;
  }

  Instant now() {
    return timer.now();
  }
}
