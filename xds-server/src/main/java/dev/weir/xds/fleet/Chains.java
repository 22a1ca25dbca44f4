package dev.weir.xds.fleet;

import dev.weir.proto.v1alpha1.FilterChain;
import dev.weir.xds.compile.Link;
import dev.weir.xds.compile.SlotPlan;
import dev.weir.xds.status.Failure;
import dev.weir.xds.stream.Resource;
import dev.weir.xds.stream.View;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The chains that hosts are to have: those that proxies may name, then those that are to come.
final class Chains implements View {
  private final Map<String, Chain> chains = new LinkedHashMap<>();
  private final Set<String> retired = new HashSet<>();
  private boolean adopting = true;

  /// Offers the chains of a plan to the hosts.
  ///
  /// @return whether any of them is new
  boolean offer(SlotPlan plan, Instant now) {
    boolean changed = false;
    for (FilterChain content : plan.chains()) {
      Chain chain = chains.get(SlotPlan.nameOf(content));
      if (chain == null) {
        chain = new Chain(content, linksOf(plan, content), now);
        chains.put(chain.name(), chain);
        changed = true;
      }
      chain.need(now);
    }
    return changed;
  }

  /// A plan may hold several chains; each knows its own plugins only.
  private static List<Link> linksOf(SlotPlan plan, FilterChain content) {
    Set<String> names = new LinkedHashSet<>();
    content.getPluginsList().forEach(plugin -> names.add(plugin.getName()));
    return plan.links().stream().filter(link -> names.contains(link.name())).toList();
  }

  /// Some proxy is about to name the chains of `plan`.
  void serve(SlotPlan plan) {
    plan.chains().forEach(content -> get(SlotPlan.nameOf(content)).ifPresent(Chain::serve));
  }

  Optional<Chain> get(String name) {
    return Optional.ofNullable(chains.get(name));
  }

  Collection<Chain> all() {
    return Collections.unmodifiableCollection(chains.values());
  }

  /// Somebody may still name the chains of `plan`.
  void need(SlotPlan plan, Instant now) {
    plan.chains()
        .forEach(content -> get(SlotPlan.nameOf(content)).ifPresent(chain -> chain.need(now)));
  }

  /// Forgets chains that nobody needed for `retirement`.
  ///
  /// @return their names
  List<String> retire(Instant now, Duration retirement) {
    List<String> unneeded =
        chains.values().stream()
            .filter(chain -> !chain.needed().plus(retirement).isAfter(now))
            .map(Chain::name)
            .toList();
    unneeded.forEach(chains::remove);
    if (adopting) {
      retired.addAll(unneeded);
    }
    return unneeded;
  }

  /// From now on every chain that is not offered is to go.
  void endAdoption() {
    adopting = false;
    retired.clear();
  }

  boolean isAdopting() {
    return adopting;
  }

  /// Shortly after a start hosts may have chains of an earlier server, which proxies still name.
  @Override
  public boolean mayRemove(String name) {
    return !adopting || retired.contains(name);
  }

  /// The first reason why hosts cannot run `plan`.
  Optional<Failure> refusal(SlotPlan plan) {
    return plan.chains().stream()
        .flatMap(content -> get(SlotPlan.nameOf(content)).flatMap(Chain::refusal).stream())
        .findFirst();
  }

  /// A new host gets first what proxies already name.
  @Override
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    chains.values().stream().filter(Chain::serves).map(Chain::name).forEach(names::add);
    chains.values().stream().map(Chain::name).forEach(names::add);
    return names;
  }

  @Override
  public Optional<Resource> find(String name) {
    return get(name).map(Chain::resource);
  }
}
