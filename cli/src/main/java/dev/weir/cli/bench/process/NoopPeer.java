package dev.weir.cli.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The no-op ext_proc server that everything is compared with.
///
/// @param command starts it; it prints its address on its first line
public record NoopPeer(Language language, List<String> command) {
  /// What it is written in, and with which library.
  public enum Language {
    GO("Go, grpc-go"),
    JAVA("Java, grpc-netty");

    private final String title;

    Language(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

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

  public NoopPeer {
    command = List.copyOf(command);
  }

  /// In Go where Go is installed, as most such servers are; else in Java.
  ///
  /// @param home the checkout, which holds the source in Go
  public static NoopPeer find(Path home, Consumer<String> progress) {
    Path script = home.resolve(BUILD_SCRIPT);
    if (!Files.isExecutable(script) || !goIsInstalled()) {
      progress.accept("no-op ext_proc server: in Java (Go is not installed)");
      return inJava();
    }
    progress.accept("no-op ext_proc server: in Go, building it if need be");
    return build(script)
        .map(binary -> new NoopPeer(Language.GO, List.of(binary)))
        .orElseGet(() -> {
          progress.accept("no-op ext_proc server: in Java (the one in Go did not build)");
          return inJava();
        });
  }

  public static NoopPeer inJava() {
    return new NoopPeer(
        Language.JAVA, JavaCommand.of(JAVA_FLAGS, NoopServer.class.getName(), List.of()));
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
