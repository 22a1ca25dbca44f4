package dev.weir.xds.fleet;

import dev.weir.model.WasmPlugin;
import dev.weir.xds.compile.EnvoyVersion;
import dev.weir.xds.compile.Link;
import dev.weir.xds.compile.Position;
import dev.weir.xds.compile.ProxyNode;
import dev.weir.xds.compile.SlotCompiler;
import dev.weir.xds.compile.SlotPlan;
import dev.weir.xds.store.Catalog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Proxies that every plugin treats alike: they have equal slots.
final class Group {
  private final ProxyNode example;
  private final Map<Position, Course> courses = new EnumMap<>(Position.class);
  private final Map<Position, List<Link>> links = new EnumMap<>(Position.class);

  /// What makes proxies alike.
  record Key(String namespace, Map<String, String> labels, EnvoyVersion features) {
    static Key of(ProxyNode node) {
      return new Key(node.namespace().orElse(""), node.labels(), node.version().features());
    }
  }

  /// @param example any proxy of the group
  Group(ProxyNode example) {
    this.example = example;
  }

  /// Finds what the slots are to run. What has not changed is not compiled again.
  void plan(Catalog catalog, Instant now) {
    for (Position position : Position.values()) {
      List<Link> wanted = select(catalog, position);
      if (wanted.equals(links.get(position))) {
        continue;
      }
      links.put(position, wanted);
      SlotPlan plan = SlotCompiler.compile(position, wanted, example.version().features());
      Course course = courses.get(position);
      if (course == null) {
        courses.put(position, new Course(position, plan, now));
      } else {
        course.want(plan);
      }
    }
  }

  private List<Link> select(Catalog catalog, Position position) {
    List<Link> selected = new ArrayList<>();
    catalog
        .plugins()
        .forEach(entry ->
            entry
                .link()
                .filter(link -> position.holds(link.plugin().order()))
                .filter(link -> example.isSelectedBy(link.plugin()))
                .ifPresent(selected::add));
    selected.sort(Comparator.comparing(Link::plugin, WasmPlugin.CHAIN_ORDER));
    return selected;
  }

  boolean isSelectedBy(WasmPlugin plugin) {
    return example.isSelectedBy(plugin);
  }

  Course course(Position position) {
    Course course = courses.get(position);
    if (course == null) {
      throw new IllegalStateException("group: not planned (expected: plan() before use)");
    }
    return course;
  }

  Collection<Course> courses() {
    return courses.values();
  }
}
