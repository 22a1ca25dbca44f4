package dev.weir.xds.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// A subscription to ordinary resources, by name or to all.
///
/// Per name the client is in one of three states: it has a version ([#held]), it has one that this
/// side cannot tell ([#UNKNOWN], after a refusal: Envoy may have taken some of the resources), or
/// it has none. A version that it refused is not sent again before the content changes.
final class ResourceSubscription implements Subscription {
  private static final String WILDCARD = "*";

  /// No version is spelled like this, so any content differs from it.
  private static final String UNKNOWN = "";

  private final TypeRule rule;
  private final Supplier<View> view;
  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> unanswered = new LinkedHashSet<>();
  private final Map<String, String> held = new HashMap<>();
  private final Map<String, String> refused = new HashMap<>();
  private boolean wildcard;
  private boolean named;
  private boolean waiting;

  ResourceSubscription(TypeRule rule, Supplier<View> view) {
    this.rule = rule;
    this.view = view;
  }

  @Override
  public void subscribe(DeltaRequest request, boolean first) {
    if (first) {
      held.putAll(request.initialVersions());
    }
    request.subscribe().forEach(this::add);
    request.unsubscribe().forEach(this::drop);
    if (first && !named && rule.legacyWildcard()) {
      wildcard = true;
    }
    if (first) {
      waiting = wildcard && request.initialVersions().isEmpty();
      skipWhatTheClientHas(request.initialVersions());
    }
  }

  private void add(String name) {
    named = true;
    if (name.equals(WILDCARD)) {
      wildcard = true;
      return;
    }
    names.add(name);
    unanswered.add(name);
  }

  /// "A wildcard plus a name, then unsubscribed from the name: the server must answer with the
  /// resource if the wildcard still covers it, else as removed."
  private void drop(String name) {
    if (name.equals(WILDCARD)) {
      wildcard = false;
      held.keySet().retainAll(names);
      refused.keySet().retainAll(names);
      unanswered.retainAll(names);
      return;
    }
    if (!names.remove(name)) {
      return;
    }
    unanswered.remove(name);
    if (wildcard) {
      unanswered.add(name);
    } else {
      held.remove(name);
      refused.remove(name);
    }
  }

  private void skipWhatTheClientHas(Map<String, String> versions) {
    View now = view.get();
    unanswered.removeIf(name ->
        isKept(now, name)
            || now.find(name)
                .filter(resource -> resource.version().equals(versions.get(name)))
                .isPresent());
  }

  private boolean isKept(View now, String name) {
    String version = held.get(name);
    return version != null && now.keeps(name, version);
  }

  /// A client that starts with nothing and asks for everything is told that everything is nothing:
  /// Envoy waits for that before it serves.
  @Override
  public Optional<Payload> updates() {
    View now = view.get();
    List<Resource> resources = new ArrayList<>();
    for (String name : wanted(now)) {
      now.find(name).filter(each -> isDue(now, each)).ifPresent(resources::add);
      if (resources.size() == rule.resourcesPerResponse()) {
        return Optional.of(new Payload(resources, List.of()));
      }
    }
    Payload payload = new Payload(resources, missing(now));
    return payload.isEmpty() && !waiting ? Optional.empty() : Optional.of(payload);
  }

  private Set<String> wanted(View now) {
    if (!wildcard) {
      return names;
    }
    if (names.isEmpty()) {
      return now.names();
    }
    Set<String> all = new LinkedHashSet<>(now.names());
    all.addAll(names);
    return all;
  }

  private boolean isDue(View now, Resource resource) {
    String name = resource.name();
    return !isKept(now, name)
        && (unanswered.contains(name)
            || (!resource.version().equals(held.get(name))
                && !resource.version().equals(refused.get(name))));
  }

  @Override
  public boolean isCurrent() {
    View now = view.get();
    return updates().isEmpty() && held.keySet().stream().noneMatch(name -> isKept(now, name));
  }

  /// Names that the client asked for and that do not exist: it must be told.
  private List<String> missing(View now) {
    return unanswered.stream()
        .filter(name -> now.find(name).isEmpty() && now.mayRemove(name))
        .toList();
  }

  @Override
  public Optional<Payload> removals() {
    View now = view.get();
    List<String> gone =
        held.keySet().stream()
            .filter(name -> now.find(name).isEmpty() && now.mayRemove(name))
            .sorted()
            .toList();
    return gone.isEmpty() ? Optional.empty() : Optional.of(new Payload(List.of(), gone));
  }

  @Override
  public void sent(Payload payload) {
    waiting = false;
    payload.resources().forEach(resource -> unanswered.remove(resource.name()));
    payload.removed().forEach(unanswered::remove);
  }

  @Override
  public void accepted(Payload payload) {
    for (Resource resource : payload.resources()) {
      refused.remove(resource.name());
      if (isSubscribed(resource.name())) {
        held.put(resource.name(), resource.version());
      }
    }
    payload.removed().forEach(this::forget);
  }

  /// Of several resources a client may have taken some. Of one it has taken none, but only its ACK
  /// of whatever comes next, be it what it has, says that it is content again. A removal cannot be
  /// refused for itself, so it is not repeated.
  @Override
  public void rejected(Payload payload) {
    for (Resource resource : payload.resources()) {
      if (isSubscribed(resource.name())) {
        refused.put(resource.name(), resource.version());
        held.put(resource.name(), UNKNOWN);
      }
    }
    payload.removed().forEach(this::forget);
  }

  private void forget(String name) {
    held.remove(name);
    refused.remove(name);
  }

  private boolean isSubscribed(String name) {
    return wildcard || names.contains(name);
  }

  @Override
  public int size() {
    return names.size();
  }
}
