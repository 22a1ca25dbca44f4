package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher `weir`, in a checkout whose Maven and Java are shell scripts that say what they
/// were asked.
class LauncherTest {
  private static final String MAVEN =
      """
      #!/bin/sh
      echo built >> builds
      echo '[INFO] Building Weir model 0.1.0-SNAPSHOT               [3/8]'
      [ ! -e broken ] || { echo '[ERROR] no such symbol'; exit 1; }
      touch library.jar cli/target/weir-cli.jar
      echo "$PWD/library.jar" > cli/target/class-path
      """;

  @TempDir Path checkout;

  @BeforeEach
  void prepare() throws IOException {
    for (String folder : List.of(".mvn", "cli/target", "cli/src/main", "jdk/bin")) {
      Files.createDirectories(checkout.resolve(folder));
    }
    Files.copy(Path.of("..", "weir"), checkout.resolve("weir"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(checkout.resolve("pom.xml"), "");
    Files.writeString(
        checkout.resolve(".mvn/find-jdk.sh"), "find_jdk() { echo '%s/jdk'; }".formatted(checkout));
    script("mvnw", MAVEN);
    script("jdk/bin/java", "#!/bin/sh\necho \"java $*\"\nexit 7\n");
  }

  @Test
  void buildsOnceWithProgressAndThenRuns() throws Exception {
    Ran first = run("get", "plugins");
    Ran second = run("get", "plugins");

    assertThat(first.error()).contains("weir: building (first run", "weir:   [3/8] model");
    assertThat(first.output()).contains("dev.weir.cli.Main get plugins");
    assertThat(first.exitCode()).isEqualTo(7);
    assertThat(second.error()).isEmpty();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    run("--version");
    Path source = Files.writeString(checkout.resolve("cli/src/main/A.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));

    assertThat(run("--version").error()).contains("cli/src/main", "is newer than the last build");
    assertThat(builds()).hasSize(2);
  }

  @Test
  void buildsAgainWhenALibraryIsGone() throws Exception {
    run("--version");
    Files.delete(checkout.resolve("library.jar"));

    assertThat(run("--version").error()).contains("library.jar is missing");
  }

  @Test
  void saysWhyABuildFailedAndWhereTheRestIs() throws Exception {
    Files.writeString(checkout.resolve("broken"), "");

    Ran ran = run("up");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.error()).contains("[ERROR] no such symbol", "whole log: " + checkout);
    assertThat(ran.output()).isEmpty();
  }

  @Test
  void givesServicesTheFlagsForTheLongRun() throws Exception {
    assertThat(run("up").output()).contains("-XX:-DontCompileHugeMethods");
    assertThat(run("get").output())
        .contains("-XX:TieredStopAtLevel=1")
        .doesNotContain("-XX:-DontCompileHugeMethods");
  }

  @Test
  void worksThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(checkout.resolve("jdk/linked"), Path.of("..", "weir"));

    assertThat(start(link, "up").output()).contains("-Dweir.home=" + checkout);
  }

  private record Ran(int exitCode, String output, String error) {}

  private Ran run(String... arguments) throws Exception {
    return start(checkout.resolve("weir"), arguments);
  }

  private Ran start(Path launcher, String... arguments) throws Exception {
    Path output = checkout.resolve("output");
    Path error = checkout.resolve("error");
    Process process =
        new ProcessBuilder(
                Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments)).toList())
            .redirectOutput(output.toFile())
            .redirectError(error.toFile())
            .start();
    return new Ran(process.waitFor(), Files.readString(output), Files.readString(error));
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(checkout.resolve("builds"), StandardCharsets.UTF_8);
  }

  private void script(String name, String text) throws IOException {
    Files.setPosixFilePermissions(
        Files.writeString(checkout.resolve(name), text),
        PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
