package dev.weir.engine.cache;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder of entries, each one file, bounded in total size.
///
/// An entry appears whole or not at all (written beside and renamed), and is held against its own
/// digest when it is read, so several processes may share the folder. Of too many the least
/// recently read go first. A cache is a convenience: whatever is wrong with the folder is logged,
/// and the caller makes the bytes anew.
public final class DiskCache {
  private static final Logger LOG = LoggerFactory.getLogger(DiskCache.class);

  private final Path folder;
  private final Eviction eviction;
  private final Clock clock;

  /// @param folder made when the first entry is written
  /// @param maximumBytes of all entries together
  public DiskCache(Path folder, long maximumBytes, Clock clock) {
    this.folder = folder;
    this.eviction = new Eviction(folder, maximumBytes, clock);
    this.clock = clock;
  }

  /// The entry as it was written, or nothing; a damaged one is removed.
  ///
  /// @param key letters, digits, `-`, `_` and `.`
  public Optional<byte[]> read(String key) {
    Path file = file(key);
    try {
      Optional<byte[]> payload = Entry.payload(Files.readAllBytes(file));
      if (payload.isPresent()) {
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
      } else {
        LOG.warn("cache {}: damaged, made anew", file);
        Files.deleteIfExists(file);
      }
      return payload;
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.warn("cache {}: unreadable, made anew: {}", file, e.toString());
      return Optional.empty();
    }
  }

  /// Keeps the entry; replaces one of the same key.
  public void write(String key, byte[] payload) {
    Path file = file(key);
    try {
      createFolder();
      Path partial = Files.createTempFile(folder, key, Eviction.PARTIAL);
      try {
        Files.write(partial, Entry.of(payload));
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(partial);
      }
      eviction.run();
    } catch (IOException e) {
      LOG.warn("cache {}: not kept: {}", file, e.toString());
    }
  }

  private Path file(String key) {
    if (!key.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException(
          "cache key: '%s' (expected: letters, digits, '-', '_', '.')".formatted(key));
    }
    return folder.resolve(key + Eviction.WHOLE);
  }

  /// For the user alone where the file system knows users: who can write here can run code in every
  /// process that reads it.
  private void createFolder() throws IOException {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    Files.createDirectories(folder, ownerOnly);
  }
}
