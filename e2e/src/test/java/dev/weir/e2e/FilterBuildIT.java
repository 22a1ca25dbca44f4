package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each module is what its sources give.
final class FilterBuildIT {
  private static final String GUESTS = "e2e/src/test/resources/guests/";

  static final List<String> FILTERS =
      Stream.concat(
              Stream.of("headers", "api-key", "mask", "first-bytes", "probe"),
              ToolchainsIT.TOOLCHAINS.stream().map(toolchain -> "toolchains/" + toolchain))
          .toList();

  @TempDir Path out;

  @ParameterizedTest
  @FieldSource("FILTERS")
  void theFilterHasItsRecordedDigest(String filter) throws IOException {
    assertThat(recorded(filter, "wasm.sha256"))
        .isEqualTo("%s  %s.wasm".formatted(digest(file(filter, "wasm")), name(filter)));
  }

  @ParameterizedTest
  @FieldSource("FILTERS")
  void aRebuildOfTheFilterWithTheSameToolsGivesTheSameBytes(String filter) throws IOException {
    String script = Repository.path("filters/%s/build.sh".formatted(filter)).toString();
    Finished tools = Finished.run("bash", script, "--tools");
    String recorded = recorded(filter, "wasm.tools");
    onlyIf(tools.exit() == 0, filter, "a tool is missing: " + tools.text());
    onlyIf(
        tools.text().equals(recorded),
        filter,
        "recorded with%n%s%nbut here is%n%s".formatted(recorded, tools.text()));

    Path rebuilt = out.resolve(name(filter) + ".wasm");
    Finished build = Finished.run("bash", script, rebuilt.toString());

    assertThat(build.exit()).as(build.text()).isZero();
    assertThat(digest(rebuilt)).isEqualTo(digest(file(filter, "wasm")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"faults", "configure-false", "configure-traps", "missing-import", "no-abi-marker"})
  void theGuestIsWhatItsTextSays(String guest) throws IOException {
    Path module = Repository.path(GUESTS + guest + ".wasm");
    assertThat(Files.readString(Repository.path(GUESTS + "SHA256SUMS")))
        .contains("%s  ./%s.wasm%n".formatted(digest(module), guest));
    onlyIf(Finished.run("sh", "-c", "command -v wat2wasm").exit() == 0, guest, "no wat2wasm");

    Finished build =
        Finished.run("bash", Repository.path(GUESTS + "build.sh").toString(), out.toString());

    assertThat(build.exit()).as(build.text()).isZero();
    assertThat(digest(out.resolve(guest + ".wasm"))).isEqualTo(digest(module));
  }

  /// Skips the rest aloud: a skipped test's message is easily lost in a build's output.
  private static void onlyIf(boolean condition, String module, String otherwise) {
    String message = "%s.wasm: not rebuilt: %s".formatted(module, otherwise);
    if (!condition) {
      System.out.println(message);
    }
    assumeTrue(condition, message);
  }

  private static Path file(String filter, String extension) {
    return Repository.path("filters/%s/%s.%s".formatted(filter, name(filter), extension));
  }

  private static String name(String filter) {
    return filter.substring(filter.lastIndexOf('/') + 1);
  }

  private static String recorded(String filter, String extension) throws IOException {
    return Files.readString(file(filter, extension)).strip();
  }

  private static String digest(Path file) throws IOException {
    return Digest.of(Files.readAllBytes(file)).hex();
  }
}
