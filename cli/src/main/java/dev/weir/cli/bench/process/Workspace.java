package dev.weir.cli.bench.process;

import dev.weir.cli.user.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// A temporary folder for the logs and files of one run, which stays only after a failure.
public final class Workspace {
  /// What is done in it.
  @FunctionalInterface
  public interface Work<T> {
    T in(Path folder) throws IOException, InterruptedException;
  }

  private Workspace() {}

  /// Does the work in a new folder.
  ///
  /// @throws UserError naming the folder, where the work ended with an [IllegalStateException]
  public static <T> T use(String name, Work<T> work) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("weir-bench-" + name);
    T result;
    try {
      result = work.in(folder);
    } catch (IllegalStateException e) {
      throw new UserError("bench: %s (logs: %s)".formatted(e.getMessage(), folder), e);
    }
    delete(folder);
    return result;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
