package dev.weir.proxywasm.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The built filters of this repository.
public final class Guests {
  private Guests() {}

  /// The module `filters/<name>/<name>.wasm`.
  public static byte[] filter(String name) {
    return read(Path.of(name, name + ".wasm"));
  }

  /// The module `filters/toolchains/<name>/<name>.wasm`.
  public static byte[] toolchain(String name) {
    return read(Path.of("toolchains", name, name + ".wasm"));
  }

  private static byte[] read(Path module) {
    Path file = repository().resolve("filters").resolve(module);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path repository() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(here.resolve("filters"))) {
      Path parent = here.getParent();
      if (parent == null) {
        throw new IllegalStateException("no folder filters above the working directory");
      }
      here = parent;
    }
    return here;
  }
}
