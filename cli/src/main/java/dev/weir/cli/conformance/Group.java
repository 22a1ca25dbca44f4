package dev.weir.cli.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Chapters that share a proxy.
///
/// @param plugins that run in it
record Group(List<ProbePlugin> plugins, List<Chapter> chapters) {
  Group {
    plugins = List.copyOf(plugins);
    chapters = List.copyOf(chapters);
  }

  /// Those with equal plugins do; and one with connections shares one with another, as no plugin
  /// sees both requests and connections.
  static List<Group> of(List<Chapter> chapters) {
    List<Group> groups = new ArrayList<>();
    for (Chapter chapter : chapters) {
      int at = 0;
      while (at < groups.size() && !groups.get(at).takes(chapter)) {
        at++;
      }
      if (at < groups.size()) {
        groups.set(at, groups.get(at).with(chapter));
      } else {
        groups.add(new Group(chapter.plugins(), List.of(chapter)));
      }
    }
    return List.copyOf(groups);
  }

  private boolean takes(Chapter chapter) {
    return plugins.equals(chapter.plugins()) || (chapter.forConnections() && chapters.size() == 1);
  }

  private Group with(Chapter chapter) {
    return new Group(
        Stream.concat(plugins.stream(), chapter.plugins().stream()).distinct().toList(),
        Stream.concat(chapters.stream(), Stream.of(chapter)).toList());
  }
}
