package dev.weir.cli.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The commands of the no-op ext_proc servers that everything is compared with; each prints its
/// address on its first line.
public final class NoopPeer {
  private static final String BUILD_SCRIPT = "e2e/noop-ext-proc/build.sh";
  private static final List<String> JAVA_FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms256m",
          "-Xmx512m",
          // Its standard output is for its address only.
          "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private NoopPeer() {}

  /// With grpc-go and go-control-plane, as most such servers are; where Go is installed.
  ///
  /// @param home the checkout, which holds the source
  public static Optional<List<String>> findGo(Path home, Consumer<String> progress) {
    Path script = home.resolve(BUILD_SCRIPT);
    if (!Files.isExecutable(script) || !goIsInstalled()) {
      progress.accept("no-op server in Go: left out (Go is not installed)");
      return Optional.empty();
    }
    progress.accept("no-op server in Go: building it if need be");
    Optional<String> binary = build(script);
    if (binary.isEmpty()) {
      progress.accept("no-op server in Go: left out (it did not build)");
    }
    return binary.map(List::of);
  }

  /// With grpc-netty and generated stubs.
  public static List<String> java() {
    return JavaCommand.of(JAVA_FLAGS, NoopServer.class.getName(), List.of());
  }

  private static boolean goIsInstalled() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, "go"))) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> build(Path script) {
    try {
      var building =
          new ProcessBuilder(script.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String binary = building.inputReader().readLine();
      return building.waitFor() == 0 ? Optional.ofNullable(binary) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("%s: interrupted".formatted(script), e);
    }
  }
}
