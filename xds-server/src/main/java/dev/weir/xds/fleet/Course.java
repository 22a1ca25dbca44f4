package dev.weir.xds.fleet;

import dev.weir.xds.compile.Position;
import dev.weir.xds.compile.SlotCompiler;
import dev.weir.xds.compile.SlotPlan;
import dev.weir.xds.stream.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One slot of one group of equal proxies, on its way from what it runs to what it is to run.
///
/// ```
/// wanted ──its chains are loaded by all hosts──► live ──a proxy ACKs it──► proven
/// ```
final class Course {
  private final Position position;
  private final Instant since;
  private SlotPlan wanted;
  private @Nullable SlotPlan live;
  private boolean early;
  private @Nullable Resource proven;

  Course(Position position, SlotPlan wanted, Instant since) {
    this.position = position;
    this.wanted = wanted;
    this.since = since;
  }

  /// Since when this slot is waited for.
  Instant since() {
    return since;
  }

  SlotPlan wanted() {
    return wanted;
  }

  void want(SlotPlan plan) {
    wanted = plan;
  }

  /// What proxies are given.
  Optional<SlotPlan> live() {
    return Optional.ofNullable(live);
  }

  boolean isArrived() {
    return live != null
        && wanted.refusals().isEmpty()
        && live.content().version().equals(wanted.content().version());
  }

  /// Proxies are given what is wanted.
  void arrive() {
    live = wanted;
    early = false;
  }

  /// Proxies that run nothing are given what is wanted, though the hosts do not have it.
  void arriveEarly() {
    live = wanted;
    early = true;
  }

  /// Whether the hosts do not have what proxies are given.
  boolean isEarly() {
    return early;
  }

  /// Nothing of what is wanted can be had and nothing was before it.
  void fallBack() {
    early = false;
    live = new SlotPlan(position, fallback(), List.of(), wanted.links(), List.of());
  }

  /// The last content of this slot that some proxy of the group accepted.
  Optional<Resource> proven() {
    return Optional.ofNullable(proven);
  }

  /// A proxy accepted `content`. What is no longer given to proxies proves nothing for new ones.
  void prove(Resource content) {
    if (live != null && live.content().version().equals(content.version())) {
      proven = content;
    }
  }

  /// What a proxy gets that accepted nothing yet.
  Resource fallback() {
    SlotPlan plan = live == null ? wanted : live;
    return plan.failsOpen()
        ? SlotCompiler.passThrough(position.slot())
        : SlotCompiler.deny(position.slot());
  }
}
