package dev.weir.xds.fleet;

import dev.weir.xds.compile.SlotPlan;
import dev.weir.xds.stream.Resource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which plan a slot's content came from, by the content's version.
final class Plans {
  private final Map<String, SlotPlan> plans = new HashMap<>();

  void add(SlotPlan plan) {
    plans.put(plan.content().version(), plan);
  }

  Optional<SlotPlan> get(String version) {
    return Optional.ofNullable(plans.get(version));
  }

  /// The content of that version.
  Optional<Resource> find(String version) {
    return get(version).map(SlotPlan::content);
  }

  void retain(Set<String> versions) {
    plans.keySet().retainAll(versions);
  }
}
