package dev.weir.cli.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/// What the file system says about some files at one moment, links followed: two equal stamps mean
/// that nobody wrote to them in between.
record Stamp(Map<Path, Entry> files) {
  /// One file; `ctime` changes with every write, replacement and change of name, and cannot be set
  /// back as `mtime` can.
  ///
  /// @param attributes none for a file that is not there
  record Entry(Map<String, Object> attributes) {
    private static final Entry MISSING = new Entry(Map.of());

    private boolean isEmpty() {
      return attributes.isEmpty() || Long.valueOf(0).equals(attributes.get("size"));
    }
  }

  Stamp {
    files = Map.copyOf(files);
  }

  static Stamp of(Collection<Path> paths) {
    Map<Path, Entry> files = new TreeMap<>();
    for (Path path : paths) {
      files.put(path, entry(path));
    }
    return new Stamp(files);
  }

  Stamp with(Stamp others) {
    Map<Path, Entry> all = new TreeMap<>(files);
    all.putAll(others.files);
    return new Stamp(all);
  }

  /// Whether a file that had content before has none now: gone, or cut to nothing. That is how an
  /// editor's save can look half way.
  boolean lost(Stamp before) {
    return before.files().entrySet().stream()
        .filter(file -> !file.getValue().isEmpty())
        .anyMatch(file -> files.getOrDefault(file.getKey(), Entry.MISSING).isEmpty());
  }

  private static Entry entry(Path path) {
    try {
      return new Entry(Files.readAttributes(path, "unix:size,ino,ctime"));
    } catch (IOException _) {
      return Entry.MISSING;
    }
  }
}
