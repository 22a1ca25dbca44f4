package dev.weir.engine.chicory;

import com.dylibso.chicory.wasm.Version;
import dev.weir.engine.cache.DiskCache;
import java.util.Optional;

/// Compiled classes on disk, by module, version of the library and version of our own format.
final class ClassCache {
  /// To be raised whenever what is kept, or how it is compiled, changes.
  private static final int FORMAT = 2;

  private final DiskCache disk;

  ClassCache(DiskCache disk) {
    this.disk = disk;
  }

  Optional<CompiledClasses> read(String digest) {
    return disk.read(key(digest)).filter(bytes -> bytes.length > 0).map(CompiledClasses::read);
  }

  void write(String digest, CompiledClasses classes) {
    disk.write(key(digest), classes.toBytes());
  }

  private static String key(String digest) {
    return "%s-chicory-%s-%d".formatted(digest, Version.version(), FORMAT);
  }
}
