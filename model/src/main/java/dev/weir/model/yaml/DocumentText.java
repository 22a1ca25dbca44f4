package dev.weir.model.yaml;

import java.util.ArrayList;
import java.util.List;

/// The text of one document, cut out of its file before anything is parsed, so that an error in one
/// document does not take the next ones with it.
///
/// That is safe: YAML 1.2.2 §9.1.2 and §9.1.3 let nothing, not even a block scalar, hold a line
/// that begins with a document marker.
///
/// @param firstLine of the text in the file, from 1
record DocumentText(String text, int firstLine) {

  static List<DocumentText> split(String file) {
    List<DocumentText> documents = new ArrayList<>();
    int line = 1;
    int start = 0;
    int startLine = 1;
    boolean begun = false; // past directives and comments, which belong to the document after them
    for (int at = 0; at < file.length(); line++) {
      int end = endOfLine(file, at);
      boolean opens = isMarker(file, at, "---");
      if (opens && begun) {
        documents.add(new DocumentText(file.substring(start, at), startLine));
        start = at;
        startLine = line;
      }
      begun |= opens || isContent(file.substring(at, end));
      if (begun && isMarker(file, at, "...")) {
        documents.add(new DocumentText(file.substring(start, end), startLine));
        start = end;
        startLine = line + 1;
        begun = false;
      }
      at = end;
    }
    documents.add(new DocumentText(file.substring(start), startLine));
    return documents;
  }

  /// The line of the file in which the code point number `position` of this text stands.
  int lineAt(int position) {
    return firstLine
        + (int) text.codePoints().limit(position).filter(codePoint -> codePoint == '\n').count();
  }

  /// After the line break: `\n`, `\r\n` or `\r`.
  private static int endOfLine(String file, int from) {
    int at = from;
    while (at < file.length() && file.charAt(at) != '\n' && file.charAt(at) != '\r') {
      at++;
    }
    return file.startsWith("\r\n", at) ? at + 2 : Math.min(at + 1, file.length());
  }

  private static boolean isMarker(String file, int at, String marker) {
    int after = at + marker.length();
    return file.startsWith(marker, at)
        && (after == file.length() || Character.isWhitespace(file.charAt(after)));
  }

  private static boolean isContent(String line) {
    String stripped = line.strip();
    return !stripped.isEmpty() && stripped.charAt(0) != '#' && line.charAt(0) != '%';
  }
}
