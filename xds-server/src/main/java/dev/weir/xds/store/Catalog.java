package dev.weir.xds.store;

import dev.weir.model.ResourceKey;
import dev.weir.model.WasmPlugin;
import dev.weir.xds.compile.PluginVersion;
import dev.weir.xds.status.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Every document that was published, by name. Belongs to the owner's thread.
public final class Catalog {
  private final SortedMap<String, PluginEntry> plugins = new TreeMap<>();
  private final SortedMap<String, ResourcesEntry> resources = new TreeMap<>();
  private List<Failure> problems = List.of();
  private boolean published;

  /// Whether anything was ever published, be it an empty set.
  public boolean isPublished() {
    return published;
  }

  public Collection<PluginEntry> plugins() {
    return Collections.unmodifiableCollection(plugins.values());
  }

  public Optional<PluginEntry> plugin(String name) {
    return Optional.ofNullable(plugins.get(name));
  }

  public Collection<ResourcesEntry> resources() {
    return Collections.unmodifiableCollection(resources.values());
  }

  /// Documents that could not be told apart.
  public List<Failure> problems() {
    return problems;
  }

  /// Takes over a whole set. A document that is not in it is gone, unless its file holds something
  /// that cannot be read: then it may be that, and stays.
  public void publish(Publication publication, Instant now) {
    Set<String> present = new HashSet<>();
    Set<String> unreadable = new HashSet<>();
    List<Failure> nameless = new ArrayList<>();
    for (Publication.Entry entry : publication.entries()) {
      switch (entry) {
        case Publication.Entry.Plugin(PluginVersion version) -> {
          present.add(version.plugin().key().toString());
          plugin(version.plugin(), version.file()).publish(version);
        }
        case Publication.Entry.Resources(CompiledResources compiled) -> {
          present.add(compiled.document().key().toString());
          resources(compiled.name(), compiled.file()).publish(compiled);
        }
        case Publication.Entry.Refused refused -> {
          Failure failure = new Failure(refused.reason(), now, refused.file());
          refused.key().map(ResourceKey::toString).ifPresent(present::add);
          if (!refuse(refused, failure)) {
            nameless.add(failure);
            unreadable.add(refused.file());
          }
        }
      }
    }
    forget(present, unreadable);
    problems = withEarlierTimes(nameless);
    published = true;
  }

  private PluginEntry plugin(WasmPlugin plugin, String file) {
    return plugins.computeIfAbsent(
        plugin.key().qualifiedName(), _ -> new PluginEntry(plugin, file, !published));
  }

  private ResourcesEntry resources(String name, String file) {
    return resources.computeIfAbsent(name, _ -> new ResourcesEntry(name, file));
  }

  /// Whether there is an entry that can hold the failure.
  private boolean refuse(Publication.Entry.Refused refused, Failure failure) {
    if (refused.plugin().isPresent()) {
      plugin(refused.plugin().get(), refused.file()).refuse(refused.plugin().get(), failure);
      return true;
    }
    if (refused.key().isEmpty()) {
      return false;
    }
    ResourceKey key = refused.key().get();
    switch (key.kind()) {
      case WASM_PLUGIN -> {
        PluginEntry entry = plugins.get(key.qualifiedName());
        if (entry == null) {
          return false;
        }
        entry.refuse(failure);
      }
      case ENVOY_RESOURCES -> resources(key.qualifiedName(), refused.file()).refuse(failure);
    }
    return true;
  }

  private void forget(Set<String> present, Set<String> unreadable) {
    plugins
        .values()
        .removeIf(entry ->
            !present.contains(entry.document().key().toString())
                && !unreadable.contains(entry.file()));
    resources
        .values()
        .removeIf(entry ->
            !present.contains(ResourceKey.Kind.ENVOY_RESOURCES + " " + entry.name())
                && !unreadable.contains(entry.file()));
  }

  /// A problem that was there before keeps the time at which it was first seen.
  private List<Failure> withEarlierTimes(List<Failure> newest) {
    return newest.stream()
        .map(failure ->
            problems.stream()
                .filter(known ->
                    known.text().equals(failure.text()) && known.source().equals(failure.source()))
                .findFirst()
                .orElse(failure))
        .toList();
  }
}
