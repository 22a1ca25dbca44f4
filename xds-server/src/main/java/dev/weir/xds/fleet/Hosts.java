package dev.weir.xds.fleet;

import dev.weir.xds.compile.SlotPlan;
import dev.weir.xds.host.ExtProcCluster;
import dev.weir.xds.host.HostEndpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The ext-proc hosts, by node id.
final class Hosts {
  private final SortedMap<String, Host> hosts = new TreeMap<>();
  private final Chains chains;
  private final ExtProcCluster cluster;
  private final Duration lostHost;

  Hosts(Chains chains, ExtProcCluster cluster, Duration lostHost) {
    this.chains = chains;
    this.cluster = cluster;
    this.lostHost = lostHost;
  }

  /// The host of that id, known or new.
  Host get(String id, Instant now) {
    return hosts.computeIfAbsent(id, _ -> new Host(id, now));
  }

  Collection<Host> all() {
    return Collections.unmodifiableCollection(hosts.values());
  }

  List<Host> connected() {
    return hosts.values().stream().filter(Host::isConnected).toList();
  }

  /// Whether every host that counts has loaded what `plan` needs, and there is one.
  boolean haveLoaded(SlotPlan plan) {
    List<Host> counted = connected().stream().filter(host -> !host.isBroken(chains)).toList();
    return !counted.isEmpty()
        && plan.chains().stream()
            .map(SlotPlan::nameOf)
            .allMatch(chain -> counted.stream().allMatch(host -> host.has(chain)));
  }

  /// Whether some host went away and proxies still have its address.
  boolean isMissingAny() {
    return hosts.values().stream().anyMatch(host -> host.lost().isPresent());
  }

  /// Decides which hosts proxies are given. A host whose stream broke may well serve on, so it
  /// stays for a while, and for good if it is the last. One that drains stays only if it is.
  List<HostEndpoint> choose(Instant now) {
    boolean anyStays =
        connected().stream().anyMatch(host -> couldServe(host) && !host.isDraining());
    for (Host host : connected()) {
      host.serve(couldServe(host) && !(host.isDraining() && anyStays));
    }
    boolean anyConnected = connected().stream().anyMatch(Host::isServing);
    List<Host> forgotten =
        hosts.values().stream()
            .filter(
                host -> host.lost().filter(lost -> !lost.plus(lostHost).isAfter(now)).isPresent())
            .toList();
    if (anyConnected) {
      forgotten.forEach(host -> host.serve(false));
    }
    hosts
        .values()
        .removeIf(host -> forgotten.contains(host) && !host.isServing() && !host.isReporting());
    return hosts.values().stream()
        .filter(Host::isServing)
        .flatMap(host -> host.endpoint().stream())
        .distinct()
        .toList();
  }

  /// Whether some host that is about to end has been taken from proxies, for there are others.
  boolean isAnyReplaced() {
    return connected().stream().anyMatch(host -> host.isDraining() && !host.isServing());
  }

  private boolean couldServe(Host host) {
    return isReachable(host) && host.hasAllServing(chains);
  }

  /// Whether proxies know where it is and can speak to it.
  boolean isReachable(Host host) {
    return host.endpoint().filter(cluster::reaches).isPresent();
  }

  void forget(Collection<String> retired) {
    hosts.values().forEach(host -> retired.forEach(host::forget));
  }
}
