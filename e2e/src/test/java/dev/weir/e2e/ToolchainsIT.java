package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
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

  private static final Pattern FRAMING =
      Pattern.compile("(content-length|transfer-encoding)=\\[[^]]*](, )?");

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
    Exchange exchange = weir.client().get("/External/%s/x".formatted(toolchain));

    assertThat(exchange.status()).isEqualTo(200);
    assertThat(exchange.upstreamHeader("x-gate-configuration"))
        .contains("\"built with\"", toolchain);
    assertThat(exchange.header("x-gate")).isEqualTo(toolchain);
  }

  @ParameterizedTest
  @FieldSource("TOOLCHAINS")
  void theModuleAnswersItself(String toolchain) {
    Exchange exchange = weir.client().get("/External/%s/forbidden".formatted(toolchain));

    assertThat(exchange.status()).isEqualTo(403);
    assertThat(exchange.body()).isEqualTo("forbidden by %s\n".formatted(toolchain));
    assertThat(exchange.upstream()).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("TOOLCHAINS")
  void clientAndUpstreamSeeTheSameFromBothPlacements(String toolchain) {
    assertThat(exchanges("External", toolchain)).isEqualTo(exchanges("Proxy", toolchain));
  }

  /// Without what differs anyway: the placement, which is part of the path, and how a body's length
  /// is told, as some of the modules in the external chain ask for the body, which streams then.
  private List<String> exchanges(String placement, String toolchain) {
    String base = "/%s/%s".formatted(placement, toolchain);
    Client client = weir.client();
    return List.of(
            client.get(base + "/x"),
            client.get(base + "/x", "x-gate-configuration", "a", "x-gate-configuration", "b"),
            client.get(base + "/forbidden"),
            client.post(base + "/x", 100_000),
            client.post(base + "/forbidden", 10))
        .stream()
        .map(exchange -> exchange.toString().replace(placement, ""))
        .map(exchange -> FRAMING.matcher(exchange).replaceAll(""))
        .toList();
  }

  private static String gate(String placement, String toolchain) {
    return Plugins.document(
        name(placement, toolchain),
        Plugins.toolchain(toolchain).toUri().toString(),
        """
        placement: %1$s
        traffic: [{pathPrefixes: [/%1$s/%2$s/]}]
        pluginConfig: {"built with": %2$s}
        """
            .formatted(placement, toolchain));
  }

  private static String name(String placement, String toolchain) {
    return "%s-%s".formatted(toolchain, placement.toLowerCase(Locale.ROOT));
  }
}
