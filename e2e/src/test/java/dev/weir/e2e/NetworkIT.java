package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Plugins on TCP connections through a real Envoy, to a real server, in either placement; the
/// listener is that of `examples/tcp`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NetworkIT {
  private static final Path FIRST_BYTES = Repository.path("filters/first-bytes/first-bytes.wasm");
  private static final Path PROBE = Repository.path("filters/probe/probe.wasm");
  private static final int MEBIBYTE = 1 << 20;

  private final TcpOrigin origin = TcpOrigin.start();
  private final int port = Ports.free(1).getFirst();
  private final WeirUnderTest weir;

  NetworkIT(@TempDir Path temp) throws IOException {
    Folder folder = new Folder(temp.resolve("documents"));
    folder.write(
        "listener.yaml",
        example("envoy.yaml")
            .replace("${WEIR_PROXY_PORT:-10000}", Integer.toString(port))
            .replace("${WEIR_UPSTREAM_PORT:-18081}", Integer.toString(origin.port())));
    weir = WeirUnderTest.start(folder);
  }

  @AfterEach
  void removePlugin() {
    if (weir.status().find("tcp").isPresent()) {
      weir.remove("tcp");
    }
  }

  @AfterAll
  void stop() {
    weir.close();
    origin.close();
  }

  @Test
  void thePluginOfTheExampleLetsOnlyItsBeginningThrough() throws IOException {
    weir.apply(
        "tcp",
        example("plugin.yaml")
            .replace("name: guard", "name: tcp")
            .replace(
                "file://../../filters/first-bytes/first-bytes.wasm",
                FIRST_BYTES.toUri().toString()));

    try (TcpClient client = TcpClient.connect(port)) {
      assertThat(client.send("GET / HTTP/1.1").receiveText(14)).isEqualTo("GET / HTTP/1.1");
    }
    try (TcpClient client = TcpClient.connect(port)) {
      assertThat(client.send("POST / HTTP/1.1").receiveAll()).isEmpty();
    }
  }

  @Test
  void aConnectionPassesWhileThereIsNoPlugin() {
    try (TcpClient client = TcpClient.connect(port)) {
      assertThat(client.send("as it is").receiveText(8)).isEqualTo("as it is");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"External", "Proxy"})
  void dataIsRewrittenInBothDirections(String placement) {
    apply(placement, "{mask: downstream}");
    int before = origin.received();
    try (TcpClient client = TcpClient.connect(port)) {
      assertThat(client.send("pin 1234").receiveText(8)).isEqualTo("pin ####");
    }
    assertThat(origin.received() - before).isEqualTo(8);

    apply(placement, "{mask: upstream}");
    try (TcpClient client = TcpClient.connect(port)) {
      assertThat(client.send("pin 1234").receiveText(8)).isEqualTo("pin ####");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"External", "Proxy"})
  void dataIsHeldUntilThereIsEnoughOfIt(String placement) {
    apply(placement, "{begins: HELLO}");
    int before = origin.received();
    try (TcpClient client = TcpClient.connect(port);
        TcpClient other = TcpClient.connect(port)) {
      client.send("HE").send("L");
      assertThat(other.send("HELLO").receiveText(5)).isEqualTo("HELLO");
      assertThat(origin.received()).isEqualTo(before + 5);

      assertThat(client.send("LO").receiveText(5)).isEqualTo("HELLO");
      assertThat(client.send(", more").receiveText(6)).isEqualTo(", more");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"External", "Proxy"})
  void theFilterClosesAConnectionBeforeTheServerSeesAByte(String placement) {
    apply(placement, "{begins: HELLO}");
    int before = origin.received();
    try (TcpClient client = TcpClient.connect(port)) {
      assertThat(client.send("GET / HTTP/1.0").receiveAll()).isEmpty();
    }
    assertThat(origin.received()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"External", "Proxy"})
  void theEndOfOneSideReachesTheOther(String placement) {
    apply(placement, "{mask: downstream}");
    int before = origin.ended();
    try (TcpClient client = TcpClient.connect(port)) {
      assertThat(client.send("last 1").receiveText(6)).isEqualTo("last #");
      assertThat(client.end().receiveAll()).isEqualTo(TcpOrigin.FAREWELL);
    }
    assertThat(origin.ended()).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"External", "Proxy"})
  void aMebibyteGoesThereAndBack(String placement) throws Exception {
    apply(placement, "{mask: both}");
    byte[] sent = "0123456789abcdef".repeat(MEBIBYTE / 16).getBytes(StandardCharsets.US_ASCII);
    try (TcpClient client = TcpClient.connect(port)) {
      Thread sender = Thread.ofVirtual().start(() -> client.send(sent));
      byte[] received = client.receive(MEBIBYTE);
      sender.join();
      assertThat(new String(received, StandardCharsets.US_ASCII))
          .isEqualTo("##########abcdef".repeat(MEBIBYTE / 16));
    }
  }

  @ParameterizedTest
  @CsvSource({"FAIL_CLOSE, ''", "FAIL_OPEN, ping"})
  void aTrapMeetsTheFailStrategy(String failStrategy, String answer) {
    weir.apply(
        "tcp",
        Plugins.document(
            "tcp",
            PROBE.toUri().toString(),
            "type: NETWORK\nfailStrategy: %s\npluginConfig: {script: \"dd=trap\"}\n"
                .formatted(failStrategy)));
    try (TcpClient client = TcpClient.connect(port)) {
      client.send("ping");
      assertThat(client.receiveText(4)).isEqualTo(answer);
    }
    weir.awaitStatus(
        "the failure is told", status -> status.tells("tcp", "trap in proxy_on_downstream_data"));
  }

  private static String example(String file) throws IOException {
    return Files.readString(Repository.path("examples/tcp/" + file));
  }

  private void apply(String placement, String configuration) {
    weir.apply(
        "tcp",
        Plugins.document(
            "tcp",
            FIRST_BYTES.toUri().toString(),
            """
            type: NETWORK
            placement: %s
            pluginConfig: %s
            # A mebibyte in one piece, on a busy machine.
            limits: {callback: 1s}
            """
                .formatted(placement, configuration)));
  }
}
