package dev.weir.model.yaml;

/// Text from outside as it may stand in a message: cut, escaped, on one line.
public final class Quoted {
  /// Enough to recognise a value by.
  private static final int MAX_CODE_POINTS = 64;

  private Quoted() {}

  /// `text` between single quotes.
  public static String quote(String text) {
    return "'" + escape(text) + "'";
  }

  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .limit(MAX_CODE_POINTS)
        .forEach(codePoint -> escaped.append(escape(codePoint)));
    boolean cut = text.codePointCount(0, text.length()) > MAX_CODE_POINTS;
    return cut ? escaped.append('…').toString() : escaped.toString();
  }

  private static String escape(int codePoint) {
    return switch (codePoint) {
      case '\n' -> "\\n";
      case '\t' -> "\\t";
      case '\'' -> "\\'";
      case '\\' -> "\\\\";
      default ->
          isPrintable(codePoint) ? Character.toString(codePoint) : "\\u%04x".formatted(codePoint);
    };
  }

  /// Not what moves the cursor, is invisible, or turns the direction of writing.
  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
