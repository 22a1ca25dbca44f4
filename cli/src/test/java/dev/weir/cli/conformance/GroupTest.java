package dev.weir.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

final class GroupTest {
  private static final ProbePlugin TCP = plugin("tcp", "NETWORK");
  private static final Chapter HEADERS = chapter("headers", ProbePlugin.ONLY);
  private static final Chapter BODIES = chapter("bodies", ProbePlugin.ONLY);
  private static final Chapter VMS = chapter("vms", plugin("a", "HTTP"), plugin("b", "HTTP"));
  private static final Chapter CONNECTIONS = chapter("connections", TCP);

  @Test
  void chaptersWithEqualPluginsShareAProxy() {
    assertThat(Group.of(List.of(HEADERS, VMS, BODIES)))
        .extracting(Group::chapters)
        .containsExactly(List.of(HEADERS, BODIES), List.of(VMS));
  }

  @Test
  void connectionsShareAProxyWithAChapterThatIsAlone() {
    assertThat(Group.of(List.of(HEADERS, BODIES, VMS, CONNECTIONS)))
        .extracting(Group::chapters)
        .containsExactly(List.of(HEADERS, BODIES), List.of(VMS, CONNECTIONS));
  }

  @Test
  void aProxyRunsThePluginsOfAllItsChapters() {
    assertThat(Group.of(List.of(HEADERS, CONNECTIONS)))
        .singleElement()
        .extracting(Group::plugins)
        .isEqualTo(List.of(ProbePlugin.ONLY, TCP));
  }

  private static ProbePlugin plugin(String name, String type) {
    return new ProbePlugin(name, JsonNodeFactory.instance.objectNode().put("type", type));
  }

  private static Chapter chapter(String title, ProbePlugin... plugins) {
    return new Chapter(title, List.of(plugins), List.of());
  }
}
