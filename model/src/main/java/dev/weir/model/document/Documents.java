package dev.weir.model.document;

import java.util.Collection;
import java.util.List;

/// Reads files of resources. Never throws on their content: whatever is wrong with a document is
/// said in its [Document.Invalid].
public final class Documents {
  private Documents() {}

  /// Reads every document of one file.
  ///
  /// @param fileName as errors name it; a relative `file://` URL in a document is relative to its
  ///   folder
  public static ParsedFile parse(String fileName, byte[] yaml) {
    return new ParsedFile(fileName, List.of());
  }

  /// The documents of all `files`, ordered by file and line. Where several define one resource,
  /// each is invalid: which of them is meant cannot be known, and the order of files must not
  /// decide.
  public static List<Document> together(Collection<ParsedFile> files) {
    return files.stream().flatMap(file -> file.documents().stream()).toList();
  }
}
