package dev.weir.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/// The checkout that the tests run in.
final class Repository {
  private static final Path ROOT = root();

  private Repository() {}

  static Path path(String relative) {
    return ROOT.resolve(relative);
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException(
            "working directory: outside the checkout (expected: a folder below the one with mvnw)");
      }
    }
    return folder;
  }
}
