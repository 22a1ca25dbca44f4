package dev.weir.xds.fleet;

import dev.weir.xds.compile.Position;
import dev.weir.xds.compile.ProxyNode;
import dev.weir.xds.compile.SlotCompiler;
import dev.weir.xds.status.Failure;
import dev.weir.xds.stream.DeltaStream;
import dev.weir.xds.stream.Resource;
import dev.weir.xds.stream.SlotHistory;
import dev.weir.xds.stream.SlotSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One proxy's page of the ledger: what it was sent, accepted and refused, slot by slot; and what
/// it is to have.
final class Proxy implements SlotSource {
  private ProxyNode node;
  private final Plans plans;
  private final SortedMap<String, SlotHistory> slots = new TreeMap<>();
  private final Map<String, Failure> failures = new LinkedHashMap<>();
  private final List<DeltaStream> streams = new ArrayList<>();
  private Group group;
  private @Nullable Instant lost;

  Proxy(ProxyNode node, Group group, Plans plans) {
    this.node = node;
    this.group = group;
    this.plans = plans;
  }

  ProxyNode node() {
    return node;
  }

  Group group() {
    return group;
  }

  /// The proxy was restarted with another description of itself. What it was sent stays true.
  void becomes(ProxyNode newNode, Group newGroup) {
    node = newNode;
    group = newGroup;
  }

  boolean isConnected() {
    return !streams.isEmpty();
  }

  void connected(DeltaStream stream) {
    streams.add(stream);
    lost = null;
  }

  void disconnected(DeltaStream stream, Instant now) {
    streams.remove(stream);
    if (streams.isEmpty()) {
      lost = now;
    }
  }

  Optional<Instant> lost() {
    return Optional.ofNullable(lost);
  }

  void pump() {
    List.copyOf(streams).forEach(DeltaStream::pump);
  }

  /// Whether it has answered everything of a type that it is to have.
  boolean isCurrent(String typeUrl) {
    return streams.stream().allMatch(stream -> stream.isCurrent(typeUrl));
  }

  /// Slots that this proxy ever asked for.
  SortedMap<String, SlotHistory> slots() {
    return Collections.unmodifiableSortedMap(slots);
  }

  /// Refusals that still hold, by slot or type.
  Collection<Failure> failures() {
    return failures.values();
  }

  void failed(String subject, Failure failure) {
    failures.put(subject, failure);
  }

  void recovered(String subject) {
    failures.remove(subject);
  }

  @Override
  public SlotHistory history(String slot) {
    return slots.computeIfAbsent(slot, _ -> new SlotHistory());
  }

  @Override
  public Optional<Resource> candidate(String slot) {
    Optional<Position> position = Position.find(slot);
    if (position.isEmpty()) {
      return Optional.of(fallback(slot));
    }
    return group.course(position.get()).live().map(plan -> plan.content());
  }

  @Override
  public Optional<Resource> loaded(String slot) {
    boolean early =
        Position.find(slot).filter(position -> group.course(position).isEarly()).isPresent();
    return early ? Optional.empty() : candidate(slot);
  }

  @Override
  public Optional<Resource> proven(String slot) {
    return Position.find(slot).flatMap(position -> group.course(position).proven());
  }

  @Override
  public Optional<Resource> known(String slot, String version) {
    return plans.find(version).filter(content -> content.name().equals(slot));
  }

  /// A slot of an unknown name is a mistake in a listener that someone else wrote. It may be meant
  /// to guard something, so it denies: that is noticed.
  @Override
  public Resource fallback(String slot) {
    return Position.find(slot)
        .map(position -> group.course(position).fallback())
        .orElseGet(() -> SlotCompiler.deny(slot));
  }
}
