package dev.weir.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which proxies a plugin is for: by their labels or by reference, never both.
public sealed interface Target {
  /// Proxies that carry all of `matchLabels`; every proxy if there are none.
  record Selector(SortedMap<String, String> matchLabels) implements Target {
    public static final Selector EVERY_PROXY = new Selector(Collections.emptySortedMap());

    public Selector {
      matchLabels = Collections.unmodifiableSortedMap(new TreeMap<>(matchLabels));
    }

    /// Whether a proxy with `labels` is selected.
    public boolean matches(Map<String, String> labels) {
      return labels.entrySet().containsAll(matchLabels.entrySet());
    }
  }

  /// Proxies that serve one of these Kubernetes objects. Only the Kubernetes API knows which those
  /// are: without it no proxy is selected.
  record References(List<Reference> references) implements Target {
    public References {
      references = List.copyOf(references);
      if (references.isEmpty()) {
        throw new IllegalArgumentException("targetRefs: none (expected: at least one)");
      }
    }
  }

  /// One Kubernetes object in the plugin's own namespace.
  record Reference(String group, String kind, String name) {}
}
