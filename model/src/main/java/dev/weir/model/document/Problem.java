package dev.weir.model.document;

/// Something to put right in a file.
///
/// @param path of the field, for example `spec.traffic[0].hosts`; empty for the whole document
/// @param text what was found, and what is expected
public record Problem(String fileName, int line, String path, String text) {
  /// `<file>:<line>: <path>: <text>`.
  @Override
  public String toString() {
    String place = path.isEmpty() ? "" : path + ": ";
    return "%s:%d: %s%s".formatted(fileName, line, place, text);
  }
}
