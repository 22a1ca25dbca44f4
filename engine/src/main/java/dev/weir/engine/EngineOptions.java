package dev.weir.engine;

import dev.weir.engine.module.ModuleLimits;
import java.nio.file.Path;
import java.util.Optional;

/// How an engine works.
///
/// @param modules bounds on modules
/// @param cacheFolder where compiled classes are kept; empty for none
/// @param cacheBytes total size of that folder, beyond which the least recently used go
public record EngineOptions(ModuleLimits modules, Optional<Path> cacheFolder, long cacheBytes) {
  private static final long DEFAULT_CACHE_BYTES = 512L << 20;

  /// Default limits; compiled classes kept in `weir/compiled` of the user's cache folder (XDG Base
  /// Directory Specification).
  public static EngineOptions defaults() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path caches =
        xdg == null || xdg.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return new EngineOptions(
        ModuleLimits.DEFAULT,
        Optional.of(caches.resolve("weir").resolve("compiled")),
        DEFAULT_CACHE_BYTES);
  }

  /// Default limits; nothing kept on disk.
  public static EngineOptions withoutCache() {
    return new EngineOptions(ModuleLimits.DEFAULT, Optional.empty(), 0);
  }
}
