package dev.weir.xds.stream;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A subscription to slots: extension configurations that Envoy discovers per filter (ECDS).
///
/// Differs from other resources in what a real Envoy makes necessary:
///
/// - a slot is never answered with `removed_resources`: as a first answer that blocks the listener
///   for ever, later it opens the slot;
/// - after a refusal the last good content goes out at once, because Envoy keeps the refused bytes:
///   it would ACK them falsely and refuse every later update of the listener;
/// - every stream starts with the last good content, equal versions or not; the candidate follows
///   its ACK. So each ACK is for other bytes than those before it, and proves something.
///
/// One slot on one stream:
///
/// ```
/// FRESH ──good, or candidate if none──► OPEN ──ACK──► RUNS ──another candidate──► OPEN
///                                        │NACK
///                                        ▼
///                                     REFUSED ──good, or fallback──► OPEN
///                                        │ that one was the refused one
///                                        ▼
///                                      STUCK ──another candidate──► OPEN
/// ```
final class SlotSubscription implements Subscription {
  private enum State {
    FRESH,
    OPEN,
    RUNS,
    REFUSED,
    STUCK
  }

  private final SlotSource source;
  private final Map<String, State> states = new LinkedHashMap<>();
  private final Map<String, String> announced = new LinkedHashMap<>();

  SlotSubscription(SlotSource source) {
    this.source = source;
  }

  @Override
  public void subscribe(DeltaRequest request, boolean first) {
    if (first) {
      announced.putAll(request.initialVersions());
    }
    for (String slot : request.subscribe()) {
      states.put(slot, State.FRESH);
    }
    for (String slot : request.unsubscribe()) {
      states.remove(slot);
      announced.remove(slot);
    }
  }

  @Override
  public Optional<Payload> updates() {
    for (Map.Entry<String, State> slot : states.entrySet()) {
      Optional<Resource> content = next(slot.getKey(), slot.getValue());
      if (content.isPresent()) {
        return Optional.of(new Payload(List.of(content.get()), List.of()));
      }
    }
    return Optional.empty();
  }

  private Optional<Resource> next(String slot, State state) {
    return switch (state) {
      case FRESH -> first(slot);
      case OPEN -> Optional.empty();
      case RUNS, STUCK -> replacement(slot);
      case REFUSED -> Optional.of(restored(slot));
    };
  }

  /// A proxy that refused something and accepted nothing since may still hold the refused bytes, so
  /// it gets others first, whatever the candidate is.
  private Optional<Resource> first(String slot) {
    SlotHistory history = source.history(slot);
    String version = announced.getOrDefault(slot, "");
    return history
        .good()
        .or(() -> source.known(slot, version).filter(content -> !history.isRefused(content)))
        .or(() -> history.isUntouched() ? Optional.empty() : Optional.of(source.fallback(slot)))
        .or(() ->
            version.isEmpty()
                ? source.proven(slot).or(() -> source.candidate(slot))
                : source.loaded(slot));
  }

  private Optional<Resource> replacement(String slot) {
    SlotHistory history = source.history(slot);
    Optional<Resource> candidate = source.candidate(slot);
    if (candidate.isEmpty() || isSame(candidate, history.refused())) {
      return Optional.empty();
    }
    history.forgetRefusal();
    return isSame(candidate, history.good()) ? Optional.empty() : candidate;
  }

  private Resource restored(String slot) {
    return source.history(slot).good().orElseGet(() -> source.fallback(slot));
  }

  private static boolean isSame(Optional<Resource> one, Optional<Resource> other) {
    return one.map(Resource::version).equals(other.map(Resource::version));
  }

  @Override
  public Optional<Payload> removals() {
    return Optional.empty();
  }

  @Override
  public void sent(Payload payload) {
    Resource content = only(payload);
    source.history(content.name()).sent(content);
    states.replace(content.name(), State.OPEN);
  }

  @Override
  public void accepted(Payload payload) {
    Resource content = only(payload);
    source.history(content.name()).accepted(content);
    states.replace(content.name(), State.OPEN, State.RUNS);
  }

  @Override
  public void rejected(Payload payload) {
    Resource content = only(payload);
    String slot = content.name();
    SlotHistory history = source.history(slot);
    history.refused(content);
    boolean nothingElse = restored(slot).version().equals(content.version());
    states.replace(slot, State.OPEN, nothingElse ? State.STUCK : State.REFUSED);
  }

  private static Resource only(Payload payload) {
    return payload.resources().getFirst();
  }

  @Override
  public int size() {
    return states.size();
  }
}
