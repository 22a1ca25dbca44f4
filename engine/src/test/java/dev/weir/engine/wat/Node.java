package dev.weir.engine.wat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// An S-expression of the text format.
sealed interface Node {
  /// A keyword, number or `$name`.
  record Word(String text) implements Node {}

  /// A string, as the bytes it stands for, one per char.
  record Text(String latin1) implements Node {
    byte[] bytes() {
      return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    String utf8() {
      return new String(bytes(), StandardCharsets.UTF_8);
    }
  }

  /// A parenthesised list.
  record Group(List<Node> items) implements Node {
    String head() {
      return items.isEmpty() ? "" : text(items.getFirst());
    }

    List<Node> tail() {
      return items.subList(1, items.size());
    }
  }

  /// The text of a word; empty for everything else.
  static String text(Node node) {
    return node instanceof Word(String text) ? text : "";
  }

  static boolean isGroup(Node node, String head) {
    return node instanceof Group group && group.head().equals(head);
  }

  /// All top-level expressions of a source.
  static List<Node> parse(String source) {
    Reader reader = new Reader(source);
    List<Node> nodes = new ArrayList<>();
    while (reader.skipSpace()) {
      nodes.add(reader.node());
    }
    return nodes;
  }

  /// Recursive descent over the characters.
  final class Reader {
    private final String source;
    private int at;

    private Reader(String source) {
      this.source = source;
    }

    private boolean skipSpace() {
      while (at < source.length()) {
        if (source.startsWith(";;", at)) {
          int end = source.indexOf('\n', at);
          at = end < 0 ? source.length() : end;
        } else if (Character.isWhitespace(source.charAt(at))) {
          at++;
        } else {
          return true;
        }
      }
      return false;
    }

    private Node node() {
      return switch (source.charAt(at)) {
        case '(' -> group();
        case '"' -> string();
        default -> word();
      };
    }

    private Group group() {
      at++;
      List<Node> items = new ArrayList<>();
      while (skipSpace()) {
        if (source.charAt(at) == ')') {
          at++;
          return new Group(items);
        }
        items.add(node());
      }
      throw new IllegalArgumentException("wat: ends within a list");
    }

    private Word word() {
      int from = at;
      while (at < source.length()
          && !Character.isWhitespace(source.charAt(at))
          && "()\";".indexOf(source.charAt(at)) < 0) {
        at++;
      }
      if (at == from) {
        throw new IllegalArgumentException("wat: unexpected '" + source.charAt(at) + "'");
      }
      return new Word(source.substring(from, at));
    }

    private Text string() {
      at++;
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      while (source.charAt(at) != '"') {
        if (source.charAt(at) == '\\') {
          bytes.write(escape());
        } else {
          int codePoint = source.codePointAt(at);
          at += Character.charCount(codePoint);
          bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
        }
      }
      at++;
      return new Text(bytes.toString(StandardCharsets.ISO_8859_1));
    }

    private int escape() {
      char kind = source.charAt(at + 1);
      int plain = "nt\"\\".indexOf(kind);
      if (plain >= 0) {
        at += 2;
        return "\n\t\"\\".charAt(plain);
      }
      int value = Integer.parseInt(source.substring(at + 1, at + 3), 16);
      at += 3;
      return value;
    }
  }
}
