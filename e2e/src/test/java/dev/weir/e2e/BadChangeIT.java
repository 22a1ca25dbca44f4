package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A change that cannot be used changes nothing but the status, for the proxies that are there and
/// for new ones.
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadChangeIT {
  private static final String NAME = "marked";
  private static final String FILE = NAME + ".yaml";
  private static final String GOOD = Plugins.marking(NAME, Plugins.HEADERS, "good");

  /// @param document what takes the place of the good document
  /// @param said what the status must say, besides the document's file
  record BadChange(String name, String document, List<String> said) {
    @Override
    public String toString() {
      return name;
    }
  }

  private final Path modules;
  private final WeirUnderTest weir;

  BadChangeIT(@TempDir Path temp) {
    modules = temp.resolve("modules");
    weir = WeirUnderTest.start(new Folder(temp.resolve("documents")));
  }

  @BeforeAll
  void applyTheGoodDocument() {
    new Folder(modules)
        .write("text.wasm", "not a module".getBytes(StandardCharsets.UTF_8))
        .write("component.wasm", new byte[] {0, 'a', 's', 'm', 0x0d, 0, 1, 0});
    weir.apply(NAME, GOOD);
  }

  @AfterAll
  void stop() {
    weir.close();
  }

  Stream<BadChange> badChanges() {
    return Stream.of(
        edited("bad YAML", "pluginConfig:", "pluginConfig: {", FILE + ":", "not YAML"),
        edited("an unknown field", "spec:", "spec:\n  priorty: 1", "priorty", "expected"),
        edited("a value of no use", "spec:", "spec:\n  phase: AUTH", "spec.phase", "AUTH", "AUTHN"),
        module("a missing file", modules.resolve("nothing.wasm"), "nothing.wasm", "expected"),
        module("not Wasm", modules.resolve("text.wasm"), "text.wasm", "not a WebAssembly module"),
        module("a component", modules.resolve("component.wasm"), "component.wasm", "component"),
        module("no ABI marker", Plugins.guest("no-abi-marker"), "proxy_abi_version"),
        module("a missing import", Plugins.guest("missing-import"), "proxy_read_minds"),
        module("a refused configuration", Plugins.guest("configure-false"), "colour: missing"),
        module("a trap in configure", Plugins.guest("configure-traps"), "proxy_on_configure"),
        edited(
            "a configuration that the headers filter refuses",
            "\"good\"",
            "1",
            "configuration.request.set.x-marked: a number (expected: a string)"),
        edited("another digest", "spec:", "spec:\n  sha256: " + "0".repeat(64), "sha256"));
  }

  @ParameterizedTest
  @MethodSource("badChanges")
  void theLastGoodRevisionServesOldAndNewProxiesAndTheStatusSaysWhy(BadChange change) {
    weir.folder().write(FILE, change.document());

    weir.awaitStatus("it says " + change.said(), status -> status.says(FILE, change.said()));
    assertThat(weir.client().get("/").header("x-marked")).isEqualTo("good");
    try (NewProxy proxy = weir.newProxy()) {
      assertThat(proxy.firstAnswer().header("x-marked")).isEqualTo("good");
    }

    weir.folder().write(FILE, GOOD);
    weir.awaitStatus(
        "all is well again", status -> status.ready(NAME) && status.errors().findAny().isEmpty());
  }

  private static BadChange edited(String name, String from, String to, String... said) {
    return new BadChange(name, GOOD.replace(from, to), List.of(said));
  }

  private static BadChange module(String name, Path module, String... said) {
    return new BadChange(name, Plugins.marking(NAME, module, "bad"), List.of(said));
  }
}
