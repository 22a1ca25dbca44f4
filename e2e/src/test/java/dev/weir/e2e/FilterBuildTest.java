package dev.weir.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each module in `filters/` is what its sources give.
final class FilterBuildTest {
  @TempDir Path out;

  @ParameterizedTest
  @ValueSource(strings = {"headers", "api-key"})
  void theModuleHasItsRecordedDigest(String filter) {
    assertThat(recorded(filter, "wasm.sha256"))
        .isEqualTo("%s  %s.wasm".formatted(sha256(file(filter, "wasm")), filter));
  }

  @ParameterizedTest
  @ValueSource(strings = {"headers", "api-key"})
  void aRebuildWithTheSameToolsGivesTheSameBytes(String filter) {
    Path rebuilt = out.resolve(filter + ".wasm");
    Output tools = build(filter, "--tools");
    onlyIf(tools.exit() == 0, filter, "a tool is missing: " + tools.text());
    onlyIf(tools.text().equals(recorded(filter, "wasm.tools")), filter, otherTools(filter, tools));

    Output build = build(filter, rebuilt.toString());

    assertThat(build.exit()).as(build.text()).isZero();
    assertThat(sha256(rebuilt)).isEqualTo(sha256(file(filter, "wasm")));
  }

  private static String otherTools(String filter, Output tools) {
    return "recorded with\n%s\nbut here is\n%s"
        .formatted(recorded(filter, "wasm.tools"), tools.text());
  }

  /// Skips the rest aloud: a skipped test's message is easily lost in a build's output.
  private static void onlyIf(boolean condition, String filter, String otherwise) {
    String message = "%s.wasm: not rebuilt: %s".formatted(filter, otherwise);
    if (!condition) {
      System.out.println(message);
    }
    assumeTrue(condition, message);
  }

  private static Path file(String filter, String extension) {
    return Repository.path("filters/%s/%s.%s".formatted(filter, filter, extension));
  }

  private static String recorded(String filter, String extension) {
    try {
      return Files.readString(file(filter, extension)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Output(int exit, String text) {}

  private static Output build(String filter, String argument) {
    String script = Repository.path("filters/%s/build.sh".formatted(filter)).toString();
    try {
      Process process =
          new ProcessBuilder(List.of("bash", script, argument)).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      return new Output(process.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String sha256(Path file) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
