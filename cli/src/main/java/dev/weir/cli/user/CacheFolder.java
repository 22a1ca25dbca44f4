package dev.weir.cli.user;

import java.nio.file.Path;
import java.util.Map;

/// Where Weir keeps what it can obtain or make again: Envoy, modules by digest, compiled code.
///
/// `$WEIR_CACHE`, else `weir` in `$XDG_CACHE_HOME`, else `~/.cache/weir`; `mvnw` uses the same one.
public final class CacheFolder {
  private CacheFolder() {}

  public static Path of(Map<String, String> environment) {
    String own = environment.getOrDefault("WEIR_CACHE", "");
    if (!own.isEmpty()) {
      return Path.of(own).toAbsolutePath();
    }
    String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        shared.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(shared);
    return base.resolve("weir").toAbsolutePath();
  }
}
