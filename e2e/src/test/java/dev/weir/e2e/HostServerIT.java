package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An ext-proc host as a server, with a real Envoy as its client.
final class HostServerIT {
  @TempDir Path temp;

  @Test
  void proxiesReachAHostOverAUnixSocket() {
    Path socket = temp.resolve("host.sock");
    try (SplitFleet fleet = fleet()) {
      fleet.startHost("near", "--listen=unix:" + socket);
      fleet.awaitMarker("one");
      assertThat(Files.exists(socket)).isTrue();

      assertThat(fleet.host("near").terminate()).isIn(0, 128 + 15);

      assertThat(Files.exists(socket)).isFalse();
      fleet.startHost("near", "--listen=unix:" + socket, "--socket-mode=660");
      fleet.awaitMarker("one");
    }
  }

  private SplitFleet fleet() {
    Folder folder =
        new Folder(temp.resolve("documents"))
            .write("marked.yaml", Plugins.marking("marked", Plugins.HEADERS, "one"));
    return SplitFleet.start(folder);
  }
}
