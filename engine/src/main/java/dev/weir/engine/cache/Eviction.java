package dev.weir.engine.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Removes what the folder holds too much of, oldest use first, and what a killed process left half
/// written.
final class Eviction {
  /// Ends the name of an entry.
  static final String WHOLE = ".entry";

  /// Ends the name of an entry that is being written.
  static final String PARTIAL = ".partial";

  /// No write takes this long; what is older belongs to nobody.
  private static final Duration ABANDONED = Duration.ofHours(1);

  private record Kept(Path file, long bytes, Instant used) {}

  private final Path folder;
  private final long maximumBytes;
  private final Clock clock;

  Eviction(Path folder, long maximumBytes, Clock clock) {
    this.folder = folder;
    this.maximumBytes = maximumBytes;
    this.clock = clock;
  }

  void run() throws IOException {
    List<Kept> entries = new ArrayList<>();
    for (Path file : files()) {
      Optional<Kept> kept = look(file);
      if (kept.isEmpty()) {
        continue;
      }
      if (file.toString().endsWith(WHOLE)) {
        entries.add(kept.get());
      } else if (kept.get().used().isBefore(clock.instant().minus(ABANDONED))) {
        Files.deleteIfExists(file);
      }
    }
    shrink(entries);
  }

  /// Only files of ours: a folder given by mistake loses nothing.
  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(WHOLE) || file.toString().endsWith(PARTIAL))
          .toList();
    }
  }

  private static Optional<Kept> look(Path file) throws IOException {
    try {
      return Optional.of(
          new Kept(file, Files.size(file), Files.getLastModifiedTime(file).toInstant()));
    } catch (NoSuchFileException _) {
      return Optional.empty(); // another process was faster
    }
  }

  private void shrink(List<Kept> entries) throws IOException {
    long total = entries.stream().mapToLong(Kept::bytes).sum();
    entries.sort(Comparator.comparing(Kept::used));
    for (Kept entry : entries) {
      if (total <= maximumBytes) {
        return;
      }
      Files.deleteIfExists(entry.file());
      total -= entry.bytes();
    }
  }
}
