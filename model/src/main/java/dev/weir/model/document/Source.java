package dev.weir.model.document;

import dev.weir.model.yaml.Places;

/// Where a document stands in its file, and where its fields stand.
public final class Source {
  private final String fileName;
  private final Places places;

  Source(String fileName, Places places) {
    this.fileName = fileName;
    this.places = places;
  }

  Places places() {
    return places;
  }

  public String fileName() {
    return fileName;
  }

  /// The document's first line, from 1.
  public int line() {
    return places.line();
  }

  /// The line of the field at `path` (`spec.listeners[0].name`), or of the nearest field around it
  /// that the document has.
  public int lineOf(String path) {
    return places.lineOf(path);
  }

  /// A problem with the field at `path`.
  public Problem problem(String path, String text) {
    return new Problem(fileName, lineOf(path), path, text);
  }

  /// `<file>:<line>`.
  @Override
  public String toString() {
    return fileName + ":" + line();
  }
}
