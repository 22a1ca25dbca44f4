package dev.weir.cli.folder;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a document may leave to the command that runs it, for example its ports:
/// `"${WEIR_PROXY_PORT:-10000}"` is the value of that name, or 10000 where it has none.
///
/// Only names that begin with `WEIR_` are looked at, so Envoy's own `%…%` and any other `${…}` stay
/// as they are; so does a name without value and without default, for the schema to complain of.
public record Variables(Map<String, String> values) {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{(WEIR_[A-Z0-9_]{1,64})(?::-([^}\\r\\n]*))?}");

  public Variables {
    values = Map.copyOf(values);
  }

  /// The document with every reference replaced. Lines keep their numbers.
  byte[] expand(byte[] document) {
    // One char per byte: whatever the encoding is, the rest of the document stays as it was.
    Matcher references = REFERENCE.matcher(new String(document, StandardCharsets.ISO_8859_1));
    return references
        .replaceAll(reference -> Matcher.quoteReplacement(value(reference)))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private String value(MatchResult reference) {
    return Optional.ofNullable(values.get(reference.group(1)))
        .or(() -> Optional.ofNullable(reference.group(2)))
        .orElse(reference.group());
  }
}
