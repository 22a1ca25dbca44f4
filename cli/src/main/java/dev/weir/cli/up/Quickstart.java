package dev.weir.cli.up;

import dev.weir.cli.user.UserError;
import java.nio.file.Files;
import java.nio.file.Path;

/// The documents that come with Weir.
final class Quickstart {
  private Quickstart() {}

  /// Named from the working folder if they are below it, for short messages.
  static Path folder() {
    Path home = Path.of(System.getProperty("weir.home", ""));
    Path folder = home.resolve("examples").resolve("quickstart").toAbsolutePath();
    if (!Files.isDirectory(folder)) {
      throw new UserError(folder + ": no such folder (expected: FOLDER, or Weir's own examples)");
    }
    Path here = Path.of("").toAbsolutePath();
    return folder.startsWith(here) ? here.relativize(folder) : folder;
  }

  static boolean is(Path folder) {
    return folder.equals(folder());
  }
}
