package dev.weir.model.document;

import java.util.Map;

/// Where a document stands in its file, and where its fields stand.
public final class Source {
  private final String fileName;
  private final int line;
  private final Map<String, Integer> lines;

  Source(String fileName, int line, Map<String, Integer> lines) {
    this.fileName = fileName;
    this.line = line;
    this.lines = Map.copyOf(lines);
  }

  public String fileName() {
    return fileName;
  }

  /// The document's first line, from 1.
  public int line() {
    return line;
  }

  /// The line of the field at `path` (`spec.listeners[0].name`), or of the nearest field around it
  /// that the document has.
  public int lineOf(String path) {
    String around = path;
    while (true) {
      Integer found = lines.get(around);
      if (found != null) {
        return found;
      }
      int cut = Math.max(around.lastIndexOf('.'), around.lastIndexOf('['));
      if (cut <= 0) {
        return line;
      }
      around = around.substring(0, cut);
    }
  }

  /// A problem with the field at `path`.
  public Problem problem(String path, String text) {
    return new Problem(fileName, lineOf(path), path, text);
  }

  /// `<file>:<line>`.
  @Override
  public String toString() {
    return fileName + ":" + line;
  }
}
