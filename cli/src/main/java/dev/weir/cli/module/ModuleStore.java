package dev.weir.cli.module;

import dev.weir.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// Modules by digest, in a folder: what was read once stays readable under its digest, whatever
/// happens to the file it came from. Thread-safe, and safe among processes: a file appears whole or
/// not at all, and never changes.
public final class ModuleStore {
  /// A module that nobody asked for in this time is left out at the next start.
  private static final Duration KEPT = Duration.ofDays(30);

  private static final String SUFFIX = ".wasm";

  private final Path folder;

  private ModuleStore(Path folder) {
    this.folder = folder;
  }

  /// Opens the store, and drops what was not used for long.
  public static ModuleStore open(Path folder) throws IOException {
    Files.createDirectories(folder);
    Instant oldest = Instant.now().minus(KEPT);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (Files.isRegularFile(file)
            && Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
          Files.deleteIfExists(file);
        }
      }
    }
    return new ModuleStore(folder);
  }

  /// Keeps these bytes.
  ///
  /// @param digest theirs; whoever read them has computed it
  void put(Digest digest, byte[] module) throws IOException {
    Path file = file(digest);
    if (touch(file)) {
      return;
    }
    Path work = Files.createTempFile(folder, "module.", ".part");
    try {
      Files.write(work, module);
      Files.move(work, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(work);
    }
  }

  /// The bytes with this digest. A file that was damaged counts as absent and is removed.
  Optional<byte[]> find(Digest digest) throws IOException {
    Path file = file(digest);
    byte[] module;
    try {
      module = Files.readAllBytes(file);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
    if (!Digest.of(module).equals(digest)) {
      Files.deleteIfExists(file);
      return Optional.empty();
    }
    touch(file);
    return Optional.of(module);
  }

  /// Where a module of this digest is or would be.
  Path file(Digest digest) {
    return folder.resolve(digest.hex() + SUFFIX);
  }

  /// Marks the file as used; false if there is none.
  private static boolean touch(Path file) throws IOException {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return true;
    } catch (NoSuchFileException _) {
      return false;
    }
  }
}
