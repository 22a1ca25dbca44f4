package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `weir xds-server` and `weir ext-proc` as processes of their own, with two hosts.
final class SplitRolesIT {
  @TempDir Path temp;

  @Test
  void eitherHostServesAndAnEditReachesBoth() {
    Folder folder = new Folder(temp).write("marked.yaml", marked("one"));
    try (SplitFleet fleet = SplitFleet.start(folder)) {
      fleet.startHosts(List.of("first", "second"));
      fleet.awaitMarker("one");

      fleet.host("first").kill();
      fleet.awaitMarker("one");
      folder.write("marked.yaml", marked("two"));
      fleet.awaitMarker("two");

      fleet.startHost("first");
      fleet.host("second").kill();
      fleet.awaitMarker("two");
    }
  }

  @Test
  void aHostThatIsToldToEndFailsNoRequest() {
    Folder folder = new Folder(temp).write("marked.yaml", marked("one"));
    try (SplitFleet fleet = SplitFleet.start(folder)) {
      fleet.startHosts(List.of("first", "second"));
      fleet.awaitMarker("one");
      try (Load load = Load.start(2, fleet.proxy().port(), SplitFleet::fault)) {
        assertThat(fleet.host("first").terminate()).isIn(0, 128 + 15);
        fleet.awaitMarker("one");
        assertThat(load.stop()).isEmpty();
      }
    }
  }

  @Test
  void requestsDoNotNoticeThatTheXdsServerIsGoneAndBack() {
    Folder folder = new Folder(temp).write("marked.yaml", marked("one"));
    try (SplitFleet fleet = SplitFleet.start(folder);
        Gate gate = Gate.to(fleet.xdsPort())) {
      fleet.startHost("only", "--listen=" + Ports.address(), "--xds-server=" + gate.address());
      fleet.awaitMarker("one");
      long streams = fleet.proxyStreams();
      try (Load load = Load.start(2, fleet.proxy().port(), SplitFleet::fault)) {
        fleet.replaceXdsServer();
        fleet.awaitHostsBack();
        fleet.awaitProxyBack(streams);

        gate.shut();
        fleet.replaceXdsServer();
        fleet.awaitProxyBack(streams);
        assertThat(load.faults()).as("while the proxy is back and the host is not").isEmpty();
        gate.open();
        fleet.awaitHostsBack();
        assertThat(load.stop()).isEmpty();
      }
      folder.write("marked.yaml", marked("two"));
      fleet.awaitMarker("two");
    }
  }

  private static String marked(String marker) {
    return Plugins.marking("marked", Plugins.HEADERS, marker);
  }
}
