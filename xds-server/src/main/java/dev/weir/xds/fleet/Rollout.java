package dev.weir.xds.fleet;

import dev.weir.xds.compile.Link;
import dev.weir.xds.compile.PluginVersion;
import dev.weir.xds.compile.Position;
import dev.weir.xds.compile.ProxyNode;
import dev.weir.xds.compile.SlotPlan;
import dev.weir.xds.status.Failure;
import dev.weir.xds.store.Catalog;
import dev.weir.xds.stream.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decides what moves: a slot, when the hosts have loaded what it needs.
///
/// A slot that runs something waits for the hosts however long it takes. A slot that runs nothing
/// yet waits for a bounded time, its listener warming meanwhile; then it gets its filter although
/// no host can serve it, because that filter knows the plugins' fail strategies.
final class Rollout {
  private final Catalog catalog;
  private final Chains chains;
  private final Hosts hosts;
  private final Plans plans;
  private final Patience patience;
  private final Map<Group.Key, Group> groups = new HashMap<>();

  Rollout(Catalog catalog, Chains chains, Hosts hosts, Plans plans, Patience patience) {
    this.catalog = catalog;
    this.chains = chains;
    this.hosts = hosts;
    this.plans = plans;
    this.patience = patience;
  }

  /// The group that `node` belongs to, planned.
  Group join(ProxyNode node, Instant now) {
    return groups.computeIfAbsent(
        Group.Key.of(node),
        _ -> {
          Group group = new Group(node);
          group.plan(catalog, now);
          return group;
        });
  }

  /// Keeps the groups of `keys` only.
  void retainGroups(Set<Group.Key> keys) {
    groups.keySet().retainAll(keys);
  }

  Collection<Group> groups() {
    return groups.values();
  }

  /// Plans anew and moves what can move.
  ///
  /// @return groups in which some slot moved
  Set<Group> advance(Instant now) {
    Set<Group> moved = new LinkedHashSet<>();
    for (Group group : groups.values()) {
      group.courses().forEach(course -> need(course, now));
      group.plan(catalog, now);
      for (Course course : group.courses()) {
        plans.add(course.wanted());
        chains.offer(course.wanted(), now);
        if (advance(course, now)) {
          moved.add(group);
        }
        course.live().ifPresent(plans::add);
      }
    }
    return moved;
  }

  /// What was wanted until now may be named until its retirement, counted from now.
  private void need(Course course, Instant now) {
    chains.need(course.wanted(), now);
    course.live().ifPresent(plan -> chains.need(plan, now));
  }

  private boolean advance(Course course, Instant now) {
    SlotPlan plan = course.wanted();
    if (course.isArrived() && !course.isEarly()) {
      return false;
    }
    Optional<Failure> refusal = refusal(plan, now);
    if (refusal.isPresent()) {
      return isStopped(course);
    }
    if (plan.chains().isEmpty() || hosts.haveLoaded(plan)) {
      course.arrive();
      prove(plan);
    } else if (hasWaitedEnough(course, now)) {
      course.arriveEarly();
    } else {
      return false;
    }
    chains.serve(plan);
    return true;
  }

  /// Whether some slot would move when time has passed.
  boolean isWaiting() {
    return groups.values().stream()
        .flatMap(group -> group.courses().stream())
        .anyMatch(course -> course.live().isEmpty());
  }

  private Optional<Failure> refusal(SlotPlan plan, Instant now) {
    for (SlotPlan.Refusal refusal : plan.refusals()) {
      Failure failure = new Failure(refusal.reason(), now, refusal.plugin());
      note(plan.links(), refusal.plugin(), failure);
      return Optional.of(failure);
    }
    return chains.refusal(plan);
  }

  private boolean isStopped(Course course) {
    if (course.live().isPresent()) {
      return false;
    }
    course.fallBack();
    return true;
  }

  private boolean hasWaitedEnough(Course course, Instant now) {
    Duration bound = hosts.connected().isEmpty() ? patience.firstHost() : patience.firstLoad();
    return course.live().isEmpty() && !course.since().plus(bound).isAfter(now);
  }

  /// What runs on hosts is good as soon as they have it. What runs in proxies is not: they prove
  /// it.
  private void prove(SlotPlan plan) {
    for (Link link : plan.links()) {
      if (link instanceof Link.Running(PluginVersion version) && !plan.chains().isEmpty()) {
        catalog.plugin(link.name()).ifPresent(entry -> entry.prove(version));
      }
    }
  }

  /// A proxy accepted `content`.
  void accepted(Proxy proxy, Resource content) {
    Position.find(content.name())
        .ifPresent(position -> proxy.group().course(position).prove(content));
    plans
        .get(content.version())
        .ifPresent(plan -> {
          for (Link link : plan.links()) {
            if (link instanceof Link.Running(PluginVersion version)) {
              catalog.plugin(link.name()).ifPresent(entry -> entry.prove(version));
            }
          }
        });
  }

  /// A proxy refused `content`: so is every plugin of it that the reason names, or all if it names
  /// none.
  void rejected(Resource content, Failure failure) {
    SlotPlan plan = plans.get(content.version()).orElse(null);
    if (plan == null) {
      return;
    }
    List<Link> named =
        plan.links().stream().filter(link -> failure.text().contains(link.name())).toList();
    for (Link link : named.isEmpty() ? plan.links() : named) {
      note(plan.links(), link.name(), failure);
    }
  }

  /// A host refused a chain. Where the chain runs elsewhere that is the host's own trouble; else it
  /// is the named plugin's, which goes back to its last good version, or the whole chain's.
  void rejected(Chain chain, Optional<String> plugin, Failure failure) {
    if (chain.wasLoaded()) {
      return;
    }
    for (Link link : chain.links()) {
      if (plugin.isPresent() && plugin.get().equals(link.name())) {
        refuse(link, failure, chain);
        return;
      }
    }
    chain.refuse(failure);
    chain.links().forEach(link -> note(chain.links(), link.name(), failure));
  }

  private void refuse(Link link, Failure failure, Chain chain) {
    if (link instanceof Link.Running(PluginVersion version)) {
      catalog.plugin(link.name()).ifPresent(entry -> entry.refuse(version.revision(), failure));
    }
    chain.refuse(failure);
  }

  private void note(List<Link> links, String plugin, Failure failure) {
    for (Link link : links) {
      if (link instanceof Link.Running(PluginVersion version) && link.name().equals(plugin)) {
        catalog.plugin(plugin).ifPresent(entry -> entry.note(version.revision(), failure));
      }
    }
  }

  /// Whether hosts have a chain that no document asks for.
  boolean hasUnwanted() {
    Set<String> wanted = new HashSet<>();
    for (Group group : groups.values()) {
      for (Course course : group.courses()) {
        course.wanted().chains().forEach(chain -> wanted.add(SlotPlan.nameOf(chain)));
      }
    }
    return chains.all().stream().anyMatch(chain -> !wanted.contains(chain.name()));
  }

  /// Takes from the hosts what no proxy can name any more.
  ///
  /// @return the names of those chains
  List<String> retire(Collection<Proxy> proxies, Instant now) {
    Set<String> contents = new HashSet<>();
    for (Proxy proxy : proxies) {
      proxy
          .slots()
          .values()
          .forEach(slot -> slot.mayRun().forEach(content -> contents.add(content.version())));
    }
    for (Group group : groups.values()) {
      for (Course course : group.courses()) {
        contents.add(course.wanted().content().version());
        course.live().ifPresent(plan -> contents.add(plan.content().version()));
        course.proven().ifPresent(content -> contents.add(content.version()));
      }
    }
    contents.forEach(version -> plans.get(version).ifPresent(plan -> chains.need(plan, now)));
    plans.retain(contents);
    return chains.retire(now, patience.retirement());
  }
}
