package dev.weir.model.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The lines of a value and of everything in it, shaped like the value itself.
///
/// A tree and not a map of paths: paths repeat their beginnings, and would let a small file take
/// much memory.
public final class Places {
  private final int line;
  private Map<String, Places> inner = Collections.emptyMap();

  Places(int line) {
    this.line = line;
  }

  /// Of something at `line` that has no fields.
  public static Places line(int line) {
    return new Places(line);
  }

  void add(String step, Places places) {
    if (inner.isEmpty()) {
      inner = new LinkedHashMap<>();
    }
    inner.put(step, places);
  }

  /// The same with its own line.
  Places at(int otherLine) {
    Places moved = new Places(otherLine);
    moved.inner = inner;
    return moved;
  }

  /// Where the value begins; a field begins at its key.
  public int line() {
    return line;
  }

  /// The line of the field at `path`, or of the nearest value around it that there is.
  public int lineOf(String path) {
    Places nearest = this;
    for (String step : FieldPath.steps(path)) {
      Places next = nearest.inner.get(step);
      if (next == null) {
        break;
      }
      nearest = next;
    }
    return nearest.line;
  }
}
