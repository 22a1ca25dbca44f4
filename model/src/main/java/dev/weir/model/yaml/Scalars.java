package dev.weir.model.yaml;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Scalars to JSON by YAML 1.2.2 §10.3, "Core Schema".
final class Scalars {
  private static final ScalarResolver CORE = new CoreSchema().getScalarResolver();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// What YAML 1.1 took for a boolean, or for a number to another base.
  private static final Pattern YAML_1_1 =
      Pattern.compile("yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|[-+]?0[0-7]+");

  private Scalars() {}

  /// The value of `scalar`.
  ///
  /// @throws RefusedException if JSON has no such value
  static JsonNode read(ScalarEvent scalar) {
    String text = scalar.getValue();
    Tag tag = tag(scalar);
    if (tag.equals(Tag.STR)) {
      return JSON.stringNode(text);
    } else if (tag.equals(Tag.NULL)) {
      return JSON.nullNode();
    } else if (tag.equals(Tag.BOOL)) {
      return JSON.booleanNode(text.equalsIgnoreCase("true"));
    } else if (tag.equals(Tag.INT)) {
      return integer(text);
    } else if (tag.equals(Tag.FLOAT)) {
      return number(text);
    }
    throw new RefusedException("tag %s (expected: none)".formatted(Quoted.quote(tag.getValue())));
  }

  private static Tag tag(ScalarEvent scalar) {
    Optional<String> explicit = scalar.getTag().filter(tag -> !tag.equals("!"));
    if (explicit.isPresent()) {
      return new Tag(explicit.get());
    }
    return scalar.isPlain() && scalar.getTag().isEmpty()
        ? CORE.resolve(scalar.getValue(), true)
        : Tag.STR;
  }

  /// What readers of YAML 1.1, kubectl and Envoy among them, would make of `scalar` that we do not.
  static Optional<String> note(ScalarEvent scalar) {
    if (!scalar.isPlain()
        || scalar.getTag().isPresent()
        || !YAML_1_1.matcher(scalar.getValue()).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        "%s means something else to readers of YAML 1.1 (expected: quotes, true or false, or no leading zero)"
            .formatted(Quoted.quote(scalar.getValue())));
  }

  private static JsonNode integer(String text) {
    try {
      BigInteger value = bounded(text);
      return value.bitLength() < Long.SIZE
          ? JSON.numberNode(value.longValue())
          : JSON.numberNode(value);
    } catch (NumberFormatException _) {
      throw new RefusedException("%s (expected: an integer)".formatted(Quoted.quote(text)));
    }
  }

  private static BigInteger bounded(String text) {
    if (text.length() > YamlBounds.MAX_NUMBER_LENGTH) {
      throw new RefusedException(
          "%d digits (limit: %d digits a number)"
              .formatted(text.length(), YamlBounds.MAX_NUMBER_LENGTH));
    }
    if (text.startsWith("0x")) {
      return new BigInteger(text.substring(2), 16);
    }
    return text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
  }

  private static JsonNode number(String text) {
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return JSON.numberNode(value);
      }
    } catch (NumberFormatException _) {
      // .inf and .nan, and text under a float tag
    }
    throw new RefusedException("%s (expected: a JSON number)".formatted(Quoted.quote(text)));
  }
}
