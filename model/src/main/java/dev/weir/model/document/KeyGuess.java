package dev.weir.model.document;

import dev.weir.model.ResourceKey;
import dev.weir.model.ResourceKey.Kind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which resource a text means that is no YAML any more.
///
/// A slip of the finger in a file must not look like the removal of what was in it. Most slips
/// leave the document's head as it was, so that its lines tell.
final class KeyGuess {
  private static final Pattern KIND = line("kind");
  private static final Pattern NAME = line("[ ]+name");
  private static final Pattern NAMESPACE = line("[ ]+namespace");

  private KeyGuess() {}

  private static Pattern line(String key) {
    return Pattern.compile(key + ":[ ]+[\"']?([A-Za-z0-9.-]+)[\"']?[ ]*(?:#.*)?");
  }

  static Optional<ResourceKey> from(String text) {
    List<String> lines = text.lines().toList();
    Optional<Kind> kind = first(lines, KIND).flatMap(Kinds::find);
    List<String> metadata =
        lines.stream()
            .dropWhile(line -> !line.startsWith("metadata:"))
            .skip(1)
            .takeWhile(line -> line.isBlank() || line.startsWith(" "))
            .toList();
    Optional<String> name = first(metadata, NAME);
    if (kind.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    String namespace = first(metadata, NAMESPACE).orElse(Header.DEFAULT_NAMESPACE);
    return Optional.of(new ResourceKey(kind.get(), namespace, name.get()));
  }

  private static Optional<String> first(List<String> lines, Pattern pattern) {
    return lines.stream()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst();
  }
}
