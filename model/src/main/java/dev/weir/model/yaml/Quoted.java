package dev.weir.model.yaml;

/// Text from outside as it may stand in a message: cut, escaped, on one line.
public final class Quoted {
  /// Enough to recognise a value by.
  private static final int MAX_VALUE = 64;

  /// Enough for a sentence of a library.
  private static final int MAX_MESSAGE = 200;

  private Quoted() {}

  /// `text` between single quotes.
  public static String quote(String text) {
    return "'" + escape(text) + "'";
  }

  /// A value without its quotes.
  static String escape(String text) {
    return cut(text.replace("\\", "\\\\").replace("'", "\\'"), MAX_VALUE);
  }

  /// What a library said, which may repeat what it read.
  static String message(String text) {
    return cut(text, MAX_MESSAGE);
  }

  private static String cut(String text, int most) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints().limit(most).forEach(codePoint -> append(codePoint, escaped));
    boolean more = text.codePointCount(0, text.length()) > most;
    return more ? escaped.append('…').toString() : escaped.toString();
  }

  private static void append(int codePoint, StringBuilder escaped) {
    if (isPrintable(codePoint)) {
      escaped.appendCodePoint(codePoint);
    } else {
      escaped.append("\\u%04x".formatted(codePoint));
    }
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
