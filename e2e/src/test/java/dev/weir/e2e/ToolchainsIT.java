package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxywasm.ModuleFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What each toolchain builds for Envoy does the same here as in Envoy's own VM.
///
/// All modules are up at once, each for the paths below its own name; Go's is in [PlacementIT].
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ToolchainsIT {
  static final List<String> TOOLCHAINS =
      List.of(
          "wat",
          "c",
          "cpp",
          "zig",
          "assemblyscript",
          "assemblyscript-gcore",
          "assemblyscript-solo",
          "rust");

  private final WeirUnderTest weir;

  ToolchainsIT(@TempDir Path temp) {
    Folder folder = new Folder(temp.resolve("toolchains"));
    for (String placement : List.of("External", "Proxy")) {
      for (String toolchain : TOOLCHAINS) {
        folder.write(name(placement, toolchain) + ".yaml", gate(placement, toolchain));
      }
    }
    weir = WeirUnderTest.start(folder);
    weir.awaitStatus(
        "every module runs in both placements",
        status ->
            TOOLCHAINS.stream()
                .allMatch(toolchain ->
                    status.ready(name("External", toolchain))
                        && status.ready(name("Proxy", toolchain))));
  }

  @AfterAll
  void stop() {
    weir.close();
  }

  @ParameterizedTest
  @FieldSource("TOOLCHAINS")
  void theModuleReadsItsConfigurationAndEditsBothWays(String toolchain) {
    Exchange exchange = weir.client().get(path("External", toolchain) + "/x");

    assertThat(exchange.status()).isEqualTo(200);
    assertThat(exchange.upstreamHeader("x-gate-configuration"))
        .contains("\"built with\"", toolchain);
    assertThat(exchange.header("x-gate")).isEqualTo(toolchain);
  }

  @ParameterizedTest
  @FieldSource("TOOLCHAINS")
  void theModuleAnswersItself(String toolchain) {
    Exchange exchange = weir.client().get(path("External", toolchain) + "/forbidden");

    assertThat(exchange.status()).isEqualTo(403);
    assertThat(exchange.body()).isEqualTo("forbidden by %s\n".formatted(toolchain));
    assertThat(exchange.upstream()).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("TOOLCHAINS")
  void clientAndUpstreamSeeTheSameFromBothPlacements(String toolchain) throws IOException {
    ModuleFacts module = ModuleFacts.read(Files.readAllBytes(Plugins.toolchain(toolchain)));
    List<Exchange> inProxy = exchanges("Proxy", toolchain);

    assertThat(exchanges("External", toolchain))
        .isEqualTo(
            module.seesRequestBody() && module.seesResponseBody()
                ? inProxy.stream().map(ToolchainsIT::streamed).toList()
                : inProxy);
  }

  private List<Exchange> exchanges(String placement, String toolchain) {
    String base = path(placement, toolchain);
    Client client = weir.client();
    return Stream.of(
            client.get(base + "/x"),
            client.get(base + "/x", "x-gate-configuration", "a", "x-gate-configuration", "b"),
            client.get(base + "/forbidden"),
            client.post(base + "/x", 100_000),
            client.post(base + "/forbidden", 10))
        .map(exchange -> exchange.at("/" + toolchain))
        .toList();
  }

  /// Both placements have paths of one length, as the upstream tells of the path in its answer.
  private static String path(String placement, String toolchain) {
    return "/%.1s/%s".formatted(placement, toolchain);
  }

  /// The only difference: bodies that a module in the ext-proc service sees are streamed to it, and
  /// Envoy takes the length from a message whose body it streams.
  private static Exchange streamed(Exchange exchange) {
    return exchange
        .upstream()
        .map(arrived ->
            new Exchange(
                exchange.status(),
                chunked(exchange.response()),
                exchange.body(),
                Optional.of(
                    new Exchange.Arrived(
                        arrived.method(),
                        arrived.path(),
                        chunked(arrived.headers()),
                        arrived.bodyBytes()))))
        .orElse(exchange);
  }

  private static SortedMap<String, List<String>> chunked(SortedMap<String, List<String>> headers) {
    SortedMap<String, List<String>> chunked = new TreeMap<>(headers);
    if (chunked.remove("content-length") != null) {
      chunked.put("transfer-encoding", List.of("chunked"));
    }
    return chunked;
  }

  private static String gate(String placement, String toolchain) {
    return Plugins.document(
        name(placement, toolchain),
        Plugins.toolchain(toolchain).toUri().toString(),
        """
        placement: %1$s
        traffic: [{pathPrefixes: [%3$s/]}]
        pluginConfig: {"built with": %2$s}
        """
            .formatted(placement, toolchain, path(placement, toolchain)));
  }

  private static String name(String placement, String toolchain) {
    return "%s-%s".formatted(toolchain, placement.toLowerCase(Locale.ROOT));
  }
}
