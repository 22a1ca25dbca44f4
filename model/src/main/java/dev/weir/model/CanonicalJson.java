package dev.weir.model;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// One text per JSON value, in the manner of RFC 8785: no white space, keys sorted by UTF-16 code
/// units, a number with an integral value written as an integer. Unlike there, an integer keeps all
/// its digits.
public final class CanonicalJson {
  /// Beyond 2^53 a double no longer tells neighbouring integers apart, so it keeps its exponent.
  private static final double MAX_EXACT_INTEGER = 1L << 53;

  private CanonicalJson() {}

  /// The canonical text of `value`.
  public static String write(JsonNode value) {
    StringBuilder text = new StringBuilder();
    append(value, text);
    return text.toString();
  }

  /// The SHA-256 of the canonical text in UTF-8.
  public static Digest digest(JsonNode value) {
    return Digest.of(write(value).getBytes(StandardCharsets.UTF_8));
  }

  private static void append(JsonNode value, StringBuilder text) {
    switch (value.getNodeType()) {
      case OBJECT -> appendObject(value, text);
      case ARRAY -> appendArray(value, text);
      case STRING -> appendString(value.asString(), text);
      case NUMBER -> appendNumber(value, text);
      case BOOLEAN -> text.append(value.booleanValue());
      case NULL -> text.append("null");
      case BINARY, POJO, MISSING ->
          throw new IllegalArgumentException(
              "%s (expected: a JSON value)".formatted(value.getNodeType()));
    }
  }

  private static void appendObject(JsonNode object, StringBuilder text) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    object.forEachEntry(sorted::put);
    char separator = '{';
    for (Map.Entry<String, JsonNode> entry : sorted.entrySet()) {
      text.append(separator);
      appendString(entry.getKey(), text);
      append(entry.getValue(), text.append(':'));
      separator = ',';
    }
    text.append(separator == '{' ? "{}" : "}");
  }

  private static void appendArray(JsonNode array, StringBuilder text) {
    char separator = '[';
    for (JsonNode element : array) {
      append(element, text.append(separator));
      separator = ',';
    }
    text.append(separator == '[' ? "[]" : "]");
  }

  private static void appendString(String string, StringBuilder text) {
    text.append(JsonNodeFactory.instance.stringNode(string));
  }

  private static void appendNumber(JsonNode number, StringBuilder text) {
    double value = number.doubleValue();
    if (number.isIntegralNumber()) {
      text.append(number.bigIntegerValue());
    } else if (value == Math.rint(value) && Math.abs(value) < MAX_EXACT_INTEGER) {
      text.append((long) value);
    } else {
      text.append(value);
    }
  }
}
