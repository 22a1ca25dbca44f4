package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `weir xds-server` and `weir ext-proc` as processes of their own, with two hosts.
final class SplitRolesIT {
  @TempDir Path temp;

  @Test
  void eitherHostServesAndAnEditReachesBoth() {
    Folder folder = new Folder(temp).write("marked.yaml", marked("one"));
    try (SplitFleet fleet = SplitFleet.start(folder)) {
      fleet.startHost("first").startHost("second");
      awaitMarker(fleet, "one");

      fleet.host("first").kill();
      awaitMarker(fleet, "one");
      folder.write("marked.yaml", marked("two"));
      awaitMarker(fleet, "two");

      fleet.startHost("first");
      fleet.host("second").kill();
      awaitMarker(fleet, "two");
    }
  }

  @Test
  void aHostThatIsToldToEndFailsNoRequest() {
    Folder folder = new Folder(temp).write("marked.yaml", marked("one"));
    try (SplitFleet fleet = SplitFleet.start(folder)) {
      fleet.startHost("first").startHost("second");
      awaitMarker(fleet, "one");
      try (Load load = Load.start(2, fleet.proxy().port(), SplitRolesIT::fault)) {
        assertThat(fleet.host("first").terminate()).isIn(0, 128 + 15);
        awaitMarker(fleet, "one");
        assertThat(load.stop()).isEmpty();
      }
    }
  }

  @Test
  void requestsDoNotNoticeThatTheXdsServerIsGoneAndBack() {
    Folder folder = new Folder(temp).write("marked.yaml", marked("one"));
    try (SplitFleet fleet = SplitFleet.start(folder)) {
      fleet.startHost("only");
      awaitMarker(fleet, "one");
      try (Load load = Load.start(2, fleet.proxy().port(), SplitRolesIT::fault)) {
        fleet.xdsServer().kill();
        fleet.restartXdsServer();
        assertThat(load.stop()).isEmpty();
      }
      folder.write("marked.yaml", marked("two"));
      awaitMarker(fleet, "two");
    }
  }

  private static String marked(String marker) {
    return Plugins.marking("marked", Plugins.HEADERS, marker);
  }

  private static String fault(Client client) {
    Exchange exchange = client.get("/");
    return exchange.status() == 200 && exchange.header("x-marked").equals("one")
        ? ""
        : exchange.toString();
  }

  /// In request and response, many times over: requests go to the hosts in turn.
  private static void awaitMarker(SplitFleet fleet, String marker) {
    Eventually.await(
        "x-marked: " + marker,
        () -> fleet.proxy().client().tryGet("/").filter(e -> marks(e, marker)).isPresent(),
        () -> fleet.proxy().client().tryGet("/"));
    for (int i = 0; i < 20; i++) {
      Exchange exchange = fleet.proxy().client().get("/");
      assertThat(marks(exchange, marker)).as("%s%n%s", exchange, fleet.output()).isTrue();
    }
  }

  private static boolean marks(Exchange exchange, String marker) {
    return exchange.status() == 200
        && exchange.header("x-marked").equals(marker)
        && exchange.header("x-seen-marked").equals(marker);
  }
}
